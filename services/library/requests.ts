/** What the gateway sends: schemas of queries and bodies. */
import { savedKinds } from '@backbeat/contracts/api/library'
import { BackbeatError } from '@backbeat/contracts/errors'
import { isId } from '@backbeat/contracts/ids'
import type { Context } from 'hono'
import { z } from 'zod'

const batchMax = 500
const id = z.string().refine(isId, 'not an id')
const ids = z.array(id).max(batchMax)
const place = z.number().int().min(0).max(10_000)

export const kindParam = z.enum(savedKinds)
export const idParam = id
export const idsBody = z.object({ ids })
export const pageQuery = z.object({
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(batchMax).default(50),
})
export const savedQuery = pageQuery.extend({ after: z.string().optional() })
export const playlistsQuery = pageQuery.extend({
  owner: z.string().max(64).optional(),
  ids: z
    .string()
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(ids)
    .optional(),
})
export const idsQuery = z.object({
  ids: z
    .string()
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(z.string().max(64)).min(1).max(batchMax)),
})

const name = z.string().min(1).max(200)
const details = {
  description: z.string().max(1000).nullable().optional(),
  public: z.boolean().optional(),
  collaborative: z.boolean().optional(),
}
export const newPlaylistBody = z.object({ name, ...details })
export const playlistPatchBody = z.object({ name: name.optional(), ...details })

const trackIds = z.array(id).max(100)
const snapshotId = z.string().max(64).optional()
export const addBody = z.object({ trackIds, position: place.optional() })
export const putItemsBody = z.union([
  z.object({ trackIds }),
  z.object({
    rangeStart: place,
    insertBefore: place,
    rangeLength: place.min(1),
    snapshotId,
  }),
])
export const removeBody = z.object({
  tracks: z
    .array(z.object({ trackId: id, positions: z.array(place).max(10_000).optional() }))
    .min(1)
    .max(10_000),
  snapshotId,
})

export function parsed<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const message = `${issue?.path.join('.') ?? ''}: ${issue?.message}`
  throw new BackbeatError('bad-request', message, { cause: result.error })
}

export const queryAs = <S extends z.ZodType>(schema: S, context: Context): z.output<S> =>
  parsed(schema, context.req.query())

export async function bodyAs<S extends z.ZodType>(
  schema: S,
  context: Context,
): Promise<z.output<S>> {
  return parsed(schema, await context.req.json().catch(() => undefined))
}
