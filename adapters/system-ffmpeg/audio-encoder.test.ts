import { audioEncoderContract } from '@backbeat/ports/audio-encoder.contract'
import { ffmpegVersion, systemFfmpegEncoder } from './audio-encoder.ts'

// Older ones keep the contract too, but are not chosen.
const version = await ffmpegVersion('ffmpeg', 5)

audioEncoderContract({
  name: 'system ffmpeg',
  open: () => systemFfmpegEncoder({ ffmpegPath: 'ffmpeg', version: version ?? '' }),
  skip: version ? undefined : 'there is no ffmpeg 5 or newer on PATH',
})
