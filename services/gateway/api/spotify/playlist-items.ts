/** A playlist's items, under both of Spotify's names for them: `/tracks` and the newer `/items`. */
import {
  pageOf as pageSchema,
  playlistItemSchema,
  snapshotSchema,
} from '@backbeat/contracts/api/spotify'
import { BackbeatError } from '@backbeat/contracts/errors'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { type Endpoint, endpoint, idParams, pageQuery } from '../endpoint.ts'
import type { Origin } from '../peers.ts'
import { pathOf } from './paging.ts'
import { playlistItems } from './playlist-shapes.ts'
import { modifyPlaylists } from './playlists.ts'
import { trackUriSchema } from './uris.ts'

const tag = 'Playlists'
const uris = z.array(trackUriSchema).max(100, 'You can add a maximum of 100 tracks per request.')
const uriList = z
  .string()
  .optional()
  .transform((text) => text?.split(',').filter(Boolean))
  .pipe(uris.optional())
  .meta({ description: 'URIs separated by commas', type: 'string' })
const position = z.number().int().min(0).nullish()
const removal = z
  .array(z.object({ uri: trackUriSchema, positions: z.array(z.number().int().min(0)).optional() }))
  .max(10_000)

export function playlistItemEndpoints(dependencies: Dependencies): Endpoint[] {
  return ['tracks', 'items'].flatMap((noun) => [
    readItems(dependencies, noun),
    addItems(dependencies, noun),
    changeItems(dependencies, noun),
    removeItems(dependencies, noun),
  ])
}

const pathFor = (noun: string): string => `/v1/playlists/{id}/${noun}`

function readItems(dependencies: Dependencies, noun: string): Endpoint {
  return endpoint({
    method: 'get',
    path: pathFor(noun),
    tag,
    summary: `The ${noun} of a playlist`,
    access: { user: true },
    params: idParams,
    query: z.object(pageQuery(100)),
    answers: { 200: pageSchema(playlistItemSchema) },
    handle: (call) =>
      playlistItems(dependencies, {
        id: call.params.id,
        ...call.query,
        origin: call,
        path: pathOf(call.url),
      }),
  })
}

function addItems(dependencies: Dependencies, noun: string): Endpoint {
  return endpoint({
    method: 'post',
    path: pathFor(noun),
    tag,
    summary: `Add ${noun} to a playlist`,
    access: modifyPlaylists,
    params: idParams,
    query: z.object({ uris: uriList, position: z.coerce.number().int().min(0).optional() }),
    body: z
      .union([
        uris.transform((list) => ({ uris: list, position: undefined })),
        z.object({ uris: uris.optional(), position }),
      ])
      .optional(),
    answers: { 201: snapshotSchema },
    handle: async (call) => {
      const trackIds = call.body?.uris ?? call.query.uris ?? []
      if (trackIds.length === 0) throw new BackbeatError('bad-request', 'No uris provided')
      await requireKnown(dependencies, trackIds, call)
      const body = { trackIds, position: call.body?.position ?? call.query.position }
      return await editItems(dependencies, { method: 'POST', id: call.params.id, body }, call)
    },
  })
}

function changeItems(dependencies: Dependencies, noun: string): Endpoint {
  return endpoint({
    method: 'put',
    path: pathFor(noun),
    tag,
    summary: `Move ${noun} within a playlist, or replace them all`,
    description:
      'With `range_start` the range moves before `insert_before`, else `uris` take the place of all. A `snapshot_id` that is not the present one is refused with 409, since positions mean something else by now.',
    access: modifyPlaylists,
    params: idParams,
    query: z.object({ uris: uriList }),
    body: z
      .object({
        uris: uris.optional(),
        range_start: z.number().int().min(0).nullish(),
        insert_before: z.number().int().min(0).nullish(),
        range_length: z.number().int().min(1).max(10_000).nullish(),
        snapshot_id: z.string().max(64).nullish(),
      })
      .optional(),
    answers: { 200: snapshotSchema },
    handle: async (call) => {
      const { id } = call.params
      const given = call.body ?? {}
      const { range_start: rangeStart, insert_before: insertBefore } = given
      if (rangeStart != null && insertBefore != null) {
        const rangeLength = given.range_length ?? 1
        const snapshotId = given.snapshot_id ?? undefined
        const body = { rangeStart, insertBefore, rangeLength, snapshotId }
        return await editItems(dependencies, { method: 'PUT', id, body }, call)
      }
      const trackIds = given.uris ?? call.query.uris
      if (!trackIds) throw new BackbeatError('bad-request', 'No uris or range provided')
      await requireKnown(dependencies, trackIds, call)
      return await editItems(dependencies, { method: 'PUT', id, body: { trackIds } }, call)
    },
  })
}

function removeItems(dependencies: Dependencies, noun: string): Endpoint {
  return endpoint({
    method: 'delete',
    path: pathFor(noun),
    tag,
    summary: `Remove ${noun} from a playlist`,
    description:
      'Each occurrence of a URI, or with `positions` just those, which need the present `snapshot_id` if one is given.',
    access: modifyPlaylists,
    params: idParams,
    body: z.object({
      tracks: removal.optional(),
      items: removal.optional(),
      snapshot_id: z.string().max(64).nullish(),
    }),
    answers: { 200: snapshotSchema },
    handle: async (call) => {
      const listed = call.body.tracks ?? call.body.items ?? []
      if (listed.length === 0) throw new BackbeatError('bad-request', 'No tracks provided')
      const body = {
        tracks: listed.map(({ uri, positions }) => ({ trackId: uri, positions })),
        snapshotId: call.body.snapshot_id ?? undefined,
      }
      return await editItems(dependencies, { method: 'DELETE', id: call.params.id, body }, call)
    },
  })
}

async function editItems(
  { peers }: Dependencies,
  edit: { method: 'POST' | 'PUT' | 'DELETE'; id: string; body: object },
  origin: Origin,
) {
  const { method, id, body } = edit
  const { snapshotId } = await peers.library.send<{ snapshotId: string }>(
    { method, path: `/playlists/${id}/items`, body },
    origin,
  )
  return { snapshot_id: snapshotId }
}

async function requireKnown(
  { catalog }: Dependencies,
  ids: readonly string[],
  origin: Origin,
): Promise<void> {
  const tracks = await catalog.tracks([...new Set(ids)], origin)
  if (tracks.includes(null)) {
    throw new BackbeatError('bad-request', 'Payload contains a non-existing ID')
  }
}
