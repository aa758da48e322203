/** The worker process of the node-av encoder: one transcoding a message. */
import { answerTasks } from '@backbeat/runtime/worker-process'
import { AV_LOG_QUIET } from 'node-av/constants'
import { Log } from 'node-av/lib'
import { type Transcoding, transcode } from './transcode.ts'

Log.setLevel(AV_LOG_QUIET)
answerTasks<Transcoding | { probe: true }>(async (task) => {
  // To have come this far is the answer: the binary has loaded.
  if (!('probe' in task)) await transcode(task)
})
