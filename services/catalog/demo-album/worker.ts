/** The worker process of the demo album: renders one piece a message, so that the server stays responsive. */
import { writeFile } from 'node:fs/promises'
import { answerTasks } from '@backbeat/runtime/worker-process'
import { pieces } from './pieces/album.ts'
import { wavOf } from './synth/wav.ts'

export interface RenderTask {
  piece: number
  wavPath: string
}

answerTasks<RenderTask>(async ({ piece, wavPath }) => {
  const wanted = pieces[piece]
  if (!wanted) throw new Error(`there is no piece ${piece}`)
  await writeFile(wavPath, wavOf(wanted.render()))
})
