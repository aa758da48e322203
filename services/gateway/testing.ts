/** For tests: the gateway's app over peers that the test plays, with real tokens signed by a real key. */
import type { Caller, Fetch, Role } from '@backbeat/runtime/service'
import { quietLogger } from '@backbeat/runtime/testing'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { createCatalogReader } from './api/catalog-reader.ts'
import type { Dependencies } from './api/dependencies.ts'
import { createPeers } from './api/peers.ts'
import { createUserDirectory } from './api/user-directory.ts'
import { createApp } from './app.ts'
import { createAuthentication, verifierFor } from './authentication.ts'
import { apiDocuments } from './docs.ts'
import { allEndpoints } from './endpoints.ts'
import { createHotAnswers } from './hot-answers.ts'
import { playerFiles } from './player-files.ts'

export const base = 'https://music.example'
export const operatorToken = 'operator-token-of-this-test'
/** 22 characters that begin with a readable name. */
export const idOf = (name: string): string => name.padEnd(22, '0')

const key = await generateKeyPair('ES256')
const jwks = { keys: [{ ...(await exportJWK(key.publicKey)), kid: 'test', alg: 'ES256' }] }

export async function tokenFor(caller: Partial<Caller>): Promise<string> {
  const claims = {
    scope: (caller.scopes ?? []).join(' '),
    roles: caller.roles ?? (['listener'] satisfies Role[]),
    client_id: caller.clientId ?? 'app',
  }
  return await new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid: 'test', typ: 'at+jwt' })
    .setSubject(caller.userId ?? 'ann')
    .setIssuer(base)
    .setAudience(base)
    .setExpirationTime('1h')
    .sign(key.privateKey)
}

export function dependenciesOver(fetches: Readonly<Record<string, Fetch>>): Dependencies {
  const peers = createPeers(fetches)
  return {
    peers,
    catalog: createCatalogReader(peers, base),
    users: createUserDirectory(peers),
    base,
  }
}

const identity: Fetch = async (request) => {
  const { pathname } = new URL(request.url)
  if (pathname === '/jwks') return Response.json(jwks)
  if (pathname === '/setup') return Response.json({ needed: false })
  return Response.json({ id: pathname.split('/').at(-1), name: 'Ann' })
}

export function startGateway(fetches: Readonly<Record<string, Fetch>>, playerFolder?: string) {
  const dependencies = dependenciesOver({ identity, ...fetches })
  const endpoints = allEndpoints(dependencies)
  const documents = apiDocuments(endpoints, base)
  const player = playerFiles(playerFolder)
  const app = createApp({
    endpoints,
    authenticate: createAuthentication({
      verifier: verifierFor(dependencies.peers, base),
      operatorToken,
    }),
    hotAnswers: createHotAnswers(dependencies.peers),
    publicFiles: async (request, path) =>
      (await documents(request, path)) ?? (await player(request, path)),
    log: quietLogger,
  })
  const ask = async (path: string, init: RequestInit & { token?: string } = {}) => {
    const { token, ...rest } = init
    const headers = new Headers(init.headers)
    if (token) headers.set('authorization', `Bearer ${token}`)
    return await app.request(base + path, { ...rest, headers })
  }
  return { app, endpoints, ask }
}
