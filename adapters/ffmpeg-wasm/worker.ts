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
  }
  setLogger(log: (line: { message: string }) => void): void
  setTimeout(ms: number): void
  exec(...args: string[]): number
}

type CreateCore = (options: {
  instantiateWasm(imports: object, receive: (instance: object, module: object) => void): object
  mainScriptUrlOrBlob: string
}) => Promise<Core>

/** What we need of it; its types come with those of browsers only. */
const { WebAssembly: wasm } = globalThis as unknown as {
  WebAssembly: {
    compile(bytes: Uint8Array): Promise<object>
    instantiate(module: object, imports: object): Promise<object>
  }
}

interface Engine {
  createCore: CreateCore
  module: object
}

let loading: Promise<Engine> | undefined

async function load(): Promise<Engine> {
  Object.assign(globalThis, { self: globalThis, location: { href: 'file:///' } })
  const { resolve } = createRequire(import.meta.url)
  // Its types are not in the package; a computed name keeps the compiler from asking for them.
  const name: string = import.meta.resolve('@ffmpeg/core')
  const { default: createCore } = (await import(name)) as { default: CreateCore }
  const module = await wasm.compile(await readFile(resolve('@ffmpeg/core/wasm')))
  return { createCore, module }
}

/** A new instance for each task: the build runs out of bounds after a dozen calls of one. */
async function newCore(log: (message: string) => void): Promise<Core> {
  loading ??= load()
  const { createCore, module } = await loading
  const core = await createCore({
    instantiateWasm(imports, receive) {
      void wasm.instantiate(module, imports).then((instance) => receive(instance, module))
      return {}
    },
    // Where its other files are; the binary is given, so nothing is fetched.
    mainScriptUrlOrBlob: `core#${btoa(JSON.stringify({ wasmURL: '', workerURL: '' }))}`,
  })
  core.setLogger(({ message }) => log(message))
  return core
}

answerTasks<WasmTask | { probe: true }>(async (task) => {
  if ('probe' in task) await newCore(() => undefined)
  else await encode(task)
})

async function encode({ sourcePath, outputPath, target }: WasmTask): Promise<void> {
  let lastMessage = ''
  const { FS, exec, setTimeout } = await newCore((message) => {
    if (message && message !== 'Aborted()') lastMessage = message
  })
  FS.writeFile('input', await readFile(sourcePath))
  setTimeout(-1)
  const result = exec(...ffmpegArguments({ input: 'input', output: 'output', target }))
  if (result !== 0) throw new Error(lastMessage || `ffmpeg ended with ${result}`)
  await writeFile(outputPath, FS.readFile('output'))
}
