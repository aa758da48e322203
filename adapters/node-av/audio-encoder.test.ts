import { audioEncoderContract } from '@backbeat/ports/audio-encoder.contract'
import { nodeAvEncoder } from './audio-encoder.ts'

audioEncoderContract({ name: 'node-av', open: () => nodeAvEncoder() })
