/**
 * How commands reach Backbeat: the server that runs on the data folder, else one started for the command alone. Who may
 * read the data folder is its operator.
 */
import { readFile } from 'node:fs/promises'
import { BackbeatError, type Problem } from '@backbeat/contracts/errors'
import { readEnvironment } from '@backbeat/runtime/config'
import { startBackbeat } from '../backbeat.ts'
import { type Configuration, readConfiguration } from '../configuration.ts'
import { controlFile } from '../data-folder.ts'

export interface Connection {
  /** JSON in and out; throws the server's error. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>
}

/** Settings for a command; `--data` is the one flag that commands share. */
export function commandConfiguration(options: { data?: string | undefined }): Configuration {
  return readConfiguration({ data: options.data }, readEnvironment())
}

export async function withConnection<T>(
  configuration: Configuration,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const running = await findRunning(configuration.core.dataDir)
  if (running) return use(connect(running))
  const own = await startForCommand(configuration)
  try {
    const control = await readControl(configuration.core.dataDir)
    if (!control) throw new BackbeatError('start-failed', 'The server did not say how to reach it.')
    return await use(connect(control))
  } finally {
    await own.stop()
  }
}

/** On a free port, but known by the usual address, so that tokens made here are good later. */
function startForCommand(configuration: Configuration) {
  const { core } = configuration
  const publicUrl = core.publicUrl ?? `http://${core.host}:${core.port}`
  return startBackbeat({
    ...configuration,
    core: { ...core, publicUrl, port: 0, host: '127.0.0.1' },
  })
}

interface Control {
  url: string
  token: string
}

async function readControl(dataDir: string): Promise<Control | null> {
  const text = await readFile(controlFile(dataDir), 'utf8').catch(() => null)
  return text === null ? null : (JSON.parse(text) as Control)
}

async function findRunning(dataDir: string): Promise<Control | null> {
  const control = await readControl(dataDir)
  if (!control) return null
  const alive = await fetch(`${control.url}/health/live`).catch(() => null)
  return alive?.ok ? control : null
}

function connect({ url, token }: Control): Connection {
  return {
    async call<T>(method: string, path: string, body?: unknown): Promise<T> {
      const response = await fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const answer: unknown = await response.json().catch(() => null)
      if (!response.ok) throw errorOf(answer, response.status)
      return answer as T
    },
  }
}

function errorOf(answer: unknown, status: number): BackbeatError {
  const problem = (answer ?? {}) as Partial<Problem>
  return new BackbeatError(
    problem.code ?? 'internal',
    problem.detail ?? `The server answered ${status}.`,
  )
}
