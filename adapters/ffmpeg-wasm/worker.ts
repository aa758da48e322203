/**
 * The worker process of the WebAssembly encoder. FFmpeg was built for browsers: it asks for `self` and `location`, and
 * has a file system of its own in memory, into which the source is copied.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { EncodeTarget } from '@backbeat/ports/audio-encoder'
import { ffmpegArguments } from '@backbeat/runtime/audio/ffmpeg-arguments'
import { answerTasks } from '@backbeat/runtime/worker-process'

export interface WasmTask {
  sourcePath: string
  outputPath: string
  target: EncodeTarget
}

interface Core {
  FS: {
    writeFile(path: string, bytes: Uint8Array): void
    readFile(path: string): Uint8Array
    unlink(path: string): void
  }
  setLogger(log: (line: { message: string }) => void): void
  setTimeout(ms: number): void
  exec(...args: string[]): number
  reset(): void
}

type CreateCore = (options: {
  wasmBinary: Uint8Array
  mainScriptUrlOrBlob: string
}) => Promise<Core>

let lastMessage = ''
let core: Promise<Core> | undefined

async function loadCore(): Promise<Core> {
  Object.assign(globalThis, { self: globalThis, location: { href: 'file:///' } })
  const { resolve } = createRequire(import.meta.url)
  // Its types are not in the package; a computed name keeps the compiler from asking for them.
  const module: string = import.meta.resolve('@ffmpeg/core')
  const { default: createCore } = (await import(module)) as { default: CreateCore }
  const loaded = await createCore({
    wasmBinary: await readFile(resolve('@ffmpeg/core/wasm')),
    // Where its other files are; the binary is given, so nothing is fetched.
    mainScriptUrlOrBlob: `core#${btoa(JSON.stringify({ wasmURL: '', workerURL: '' }))}`,
  })
  loaded.setLogger(({ message }) => {
    if (message && message !== 'Aborted()') lastMessage = message
  })
  return loaded
}

answerTasks<WasmTask | { probe: true }>(async (task) => {
  core ??= loadCore()
  await core
  if (!('probe' in task)) await encode(task)
})

async function encode({ sourcePath, outputPath, target }: WasmTask): Promise<void> {
  core ??= loadCore()
  const { FS, exec, reset, setTimeout } = await core
  lastMessage = ''
  FS.writeFile('input', await readFile(sourcePath))
  try {
    setTimeout(-1)
    const result = exec(...ffmpegArguments({ input: 'input', output: 'output', target }))
    reset()
    if (result !== 0) throw new Error(lastMessage || `ffmpeg ended with ${result}`)
    await writeFile(outputPath, FS.readFile('output'))
  } finally {
    for (const name of ['input', 'output']) remove(FS, name)
  }
}

function remove(FS: Core['FS'], name: string): void {
  try {
    FS.unlink(name)
  } catch {
    // ffmpeg did not get as far as making it.
  }
}
