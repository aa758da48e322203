/** HTTP in, for the gateway alone: what the catalog holds, its folders and imports. */
import type { Page } from '@backbeat/contracts/api/catalog'
import { BackbeatError } from '@backbeat/contracts/errors'
import { isId } from '@backbeat/contracts/ids'
import { jsonErrors } from '@backbeat/runtime/http'
import type { Logger } from '@backbeat/runtime/log'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AnswerCache } from './answers.ts'
import type { Library } from './library.ts'
import type { Reader } from './reader.ts'

const idList = z
  .string()
  .transform((text) => text.split(',').filter(Boolean))
  .refine((ids) => ids.length <= 500, 'at most 500 ids')
const slice = {
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(50),
}
const id = z.string().refine(isId, 'not an id')
const genre = z.string().min(1).max(200)
const groups = z
  .string()
  .transform((text) => text.split(',').filter(Boolean))
  .pipe(z.array(z.enum(['album', 'single', 'compilation', 'appears_on'])))

const artistQuery = z.object({
  ids: idList.optional(),
  sort: z.enum(['name']).default('name'),
  ...slice,
})
const albumQuery = z.object({
  ids: idList.optional(),
  sort: z.enum(['added', 'title', 'released', 'random']).default('title'),
  genre: genre.optional(),
  artistId: id.optional(),
  groups: groups.optional(),
  ...slice,
})
const trackQuery = z.object({
  ids: idList.optional(),
  sort: z.enum(['title', 'artist', 'album', 'added', 'random']).default('title'),
  genre: genre.optional(),
  albumId: id.optional(),
  artistId: id.optional(),
  ...slice,
})
const genreQuery = z.object(slice)
const folderBody = z.object({ path: z.string().min(1).max(4096) })
const importBody = z.object({
  dryRun: z.boolean().default(false),
  paths: z.array(z.string().min(1).max(4096)).max(100).optional(),
})

export interface RouteOptions {
  reader: Reader
  library: Library
  log: Logger
}

export function routes({ reader, library, log }: RouteOptions): Hono {
  const app = new Hono()
  app.onError(jsonErrors(log))
  listRoutes(app, reader)
  app.get('/genres', async (c) => c.json(await reader.genres(query(c, genreQuery))))
  app.get('/version', (c) => c.json({ version: reader.version() }))
  app.get('/stats', async (c) => c.json(await reader.stats()))
  app.get('/tracks/:id/lyrics', async (c) => {
    const lyrics = await reader.lyrics(c.req.param('id'))
    if (!lyrics) throw new BackbeatError('not-found', 'This track has no lyrics.')
    return c.json(lyrics)
  })
  app.get('/folders', async (c) => c.json({ items: await library.folders() }))
  app.post('/folders', async (c) =>
    c.json(await library.add((await body(c, folderBody)).path), 201),
  )
  app.delete('/folders', async (c) => {
    await library.remove((await body(c, folderBody)).path)
    return c.body(null, 204)
  })
  app.get('/imports/current', (c) => c.json(library.progress()))
  app.post('/imports', async (c) =>
    c.json(await library.startImport(await body(c, importBody)), 202),
  )
  app.post('/demo', async (c) => c.json(await library.addDemo(), 202))
  return app
}

function listRoutes(app: Hono, reader: Reader): void {
  app.get('/artists', async (c) => {
    const { ids, ...rest } = query(c, artistQuery)
    return ids
      ? batch(reader.answers.artists, ids)
      : page(reader.answers.artists, await reader.artists(rest))
  })
  app.get('/albums', async (c) => {
    const { ids, ...rest } = query(c, albumQuery)
    return ids
      ? batch(reader.answers.albums, ids)
      : page(reader.answers.albums, await reader.albums(rest))
  })
  app.get('/tracks', async (c) => {
    const { ids, ...rest } = query(c, trackQuery)
    return ids
      ? batch(reader.answers.tracks, ids)
      : page(reader.answers.tracks, await reader.tracks(rest))
  })
}

const jsonText = (text: string): Response =>
  new Response(text, { headers: { 'content-type': 'application/json' } })

const batch = async (answers: AnswerCache, ids: readonly string[]): Promise<Response> =>
  jsonText(`{"items":${await answers.list(ids)}}`)

const page = async (answers: AnswerCache, { items, total }: Page<string>): Promise<Response> =>
  jsonText(`{"items":${await answers.list(items)},"total":${total}}`)

function query<S extends z.ZodType>(c: Context, schema: S): z.output<S> {
  const parsed = schema.safeParse(c.req.query())
  if (!parsed.success) throw new BackbeatError('bad-request', z.prettifyError(parsed.error))
  return parsed.data
}

async function body<S extends z.ZodType>(c: Context, schema: S): Promise<z.output<S>> {
  const text = await c.req.text()
  let value: unknown
  try {
    value = text === '' ? {} : JSON.parse(text)
  } catch (cause) {
    throw new BackbeatError('bad-request', 'The body is not JSON.', { cause })
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new BackbeatError('bad-request', z.prettifyError(parsed.error))
  return parsed.data
}
