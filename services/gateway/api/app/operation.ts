/** Music folders, imports, renditions under way: for curators. */
import {
  folderBodySchema,
  folderSchema,
  importBodySchema,
  importProgressSchema,
} from '@backbeat/contracts/api/app'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'

const tag = 'Operation'
const access = { role: 'curator', scopes: ['catalog:write'] } as const
const folders = z.object({ items: z.array(folderSchema) })

export function operationEndpoints(dependencies: Dependencies): Endpoint[] {
  return [...folderEndpoints(dependencies), ...importEndpoints(dependencies)]
}

function folderEndpoints({ peers }: Dependencies): Endpoint[] {
  const declared = { path: '/app/v1/folders', tag, access } as const
  return [
    endpoint({
      ...declared,
      method: 'get',
      summary: 'Music folders',
      answers: { 200: folders },
      handle: (call) => peers.catalog.get<object>('/folders', call),
    }),
    endpoint({
      ...declared,
      method: 'post',
      summary: 'Add a music folder; its import starts at once',
      body: folderBodySchema,
      answers: { 201: folderSchema },
      handle: (call) =>
        peers.catalog.send<object>({ method: 'POST', path: '/folders', body: call.body }, call),
    }),
    endpoint({
      ...declared,
      method: 'delete',
      summary: 'Remove a music folder',
      description: 'Its tracks leave the catalog, its files stay as they are.',
      body: folderBodySchema,
      answers: { 204: null },
      handle: async (call) => {
        await peers.catalog.send({ method: 'DELETE', path: '/folders', body: call.body }, call)
        return null
      },
    }),
  ]
}

function importEndpoints({ peers }: Dependencies): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/app/v1/imports',
      tag,
      summary: 'Start an import',
      access,
      body: importBodySchema.optional(),
      answers: { 202: importProgressSchema },
      handle: (call) =>
        peers.catalog.send<object>(
          { method: 'POST', path: '/imports', body: call.body ?? {} },
          call,
        ),
    }),
    endpoint({
      method: 'get',
      path: '/app/v1/imports/current',
      tag,
      summary: 'How far the import is',
      access,
      answers: { 200: importProgressSchema },
      handle: (call) => peers.catalog.get<object>('/imports/current', call),
    }),
    endpoint({
      method: 'post',
      path: '/app/v1/demo',
      tag,
      summary: 'Make and import the demo album',
      access,
      answers: { 202: importProgressSchema },
      handle: (call) => peers.catalog.send<object>({ method: 'POST', path: '/demo' }, call),
    }),
    endpoint({
      method: 'get',
      path: '/app/v1/media/status',
      tag,
      summary: 'Renditions made and waiting',
      access,
      answers: { 200: z.looseObject({}) },
      handle: (call) => peers.media.get<object>('/status', call),
    }),
  ]
}
