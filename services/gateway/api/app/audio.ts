/** Audio manifests and reports of clients: handed on to media and delivery. */

import { prioritizeBodySchema } from '@backbeat/contracts/api/app'
import { levels } from '@backbeat/contracts/api/audio'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { type Endpoint, endpoint, idParams } from '../endpoint.ts'

const manifestSchema = z
  .object({
    trackId: z.string(),
    durationMs: z.number(),
    replayGainDb: z.number().nullable(),
    renditions: z
      .array(
        z.object({
          level: z.enum(levels),
          codec: z.string(),
          container: z.string(),
          bitrateKbps: z.number(),
          bytes: z.number(),
          mimeType: z.string(),
          url: z.string().describe('Signed, expires'),
        }),
      )
      .describe('Best first'),
    pending: z.array(z.enum(levels)),
  })
  .meta({ id: 'Manifest' })

const batchAnswerSchema = z
  .looseObject({ errors: z.array(z.looseObject({})).optional() })
  .meta({ id: 'BatchAnswer' })

export function audioEndpoints({ peers }: Dependencies): Endpoint[] {
  const tag = 'Audio and events'
  return [
    endpoint({
      method: 'get',
      path: '/audio/v1/tracks/{id}/manifest',
      tag,
      summary: 'What of a track can be played, with signed links',
      access: { scopes: ['streaming'] },
      params: idParams,
      answers: { 200: manifestSchema },
      handle: (call) => peers.media.get<object>(`/tracks/${call.params.id}/manifest`, call),
    }),
    endpoint({
      method: 'post',
      path: '/audio/v1/prioritize',
      tag,
      summary: 'Say which tracks are about to be played',
      access: { scopes: ['streaming'] },
      body: prioritizeBodySchema,
      answers: { 202: null },
      handle: async (call) => {
        await peers.media.send({ method: 'POST', path: '/prioritize', body: call.body }, call)
        return null
      },
    }),
    endpoint({
      method: 'post',
      path: '/events/v1/batches',
      tag,
      summary: 'Post events, one JSON object a line',
      description:
        'Answered when the good lines are durable; errors are listed per line. The user is the token’s.',
      access: { user: true },
      body: 'stream',
      answers: { 200: batchAnswerSchema },
      handle: (call) =>
        peers.delivery.forward({ method: 'POST', path: '/events/v1/batches' }, call),
    }),
  ]
}
