/** Tracks: one, several. */
import { trackSchema } from '@backbeat/contracts/api/spotify'
import { BackbeatError } from '@backbeat/contracts/errors'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { always, type Endpoint, endpoint, idList, idParams } from '../endpoint.ts'

const tag = 'Tracks'

export function trackEndpoints({ catalog }: Dependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/v1/tracks/{id}',
      tag,
      summary: 'A track',
      access: {},
      hot: always,
      params: idParams,
      answers: { 200: trackSchema },
      handle: async (call) => {
        const [track] = await catalog.tracks([call.params.id], call)
        if (!track) throw new BackbeatError('not-found', 'Non existing id')
        return track
      },
    }),
    endpoint({
      method: 'get',
      path: '/v1/tracks',
      tag,
      summary: 'Several tracks',
      description: 'In the order asked for; null for an unknown id.',
      access: {},
      hot: always,
      query: z.object({ ids: idList }),
      answers: { 200: z.object({ tracks: z.array(trackSchema.nullable()) }) },
      handle: async (call) => ({ tracks: await catalog.tracks(call.query.ids, call) }),
    }),
  ]
}
