import { audioEncoderContract } from '@backbeat/ports/audio-encoder.contract'
import { ffmpegWasmEncoder } from './audio-encoder.ts'

audioEncoderContract({ name: 'ffmpeg-wasm', open: () => ffmpegWasmEncoder() })
