/** Spotify's names of things: `spotify:track:<id>`, page addresses, and the three places where clients put ids. */
import { z } from 'zod'
import { idSchema } from '../endpoint.ts'

const trackUri = /^(?:spotify:track:|https?:\/\/[^/]+\/track\/)?([0-9A-Za-z]{22})(?:\?.*)?$/

/** A track's URI, page address or bare id → its id. */
export const trackUriSchema = z
  .string()
  .regex(trackUri, 'Invalid track uri')
  .transform((uri) => trackUri.exec(uri)?.[1] as string)
  .meta({ description: 'spotify:track:<id>', type: 'string' })

const idsMax = 500
const ids = z.array(idSchema).max(idsMax, 'Too many ids requested')

/** `["a"]`, `{"ids":["a"]}`, or nothing. */
export const idsBody = z
  .union([ids.transform((list) => ({ ids: list })), z.object({ ids: ids.optional() })])
  .optional()
  .meta({ description: 'A list of ids, bare or as `ids`; or `?ids=` in the query' })

/** `?ids=a,b`, which may be absent. */
export const idsQuery = z
  .string()
  .optional()
  .transform((text) => text?.split(',').filter(Boolean))
  .pipe(ids.optional())
  .meta({ description: 'Ids separated by commas', type: 'string' })

/** The ids of either place, once each. */
export function idsOf(call: {
  query: { ids?: string[] | undefined }
  body: { ids?: string[] | undefined } | undefined
}): string[] {
  return [...new Set([...(call.query.ids ?? []), ...(call.body?.ids ?? [])])]
}
