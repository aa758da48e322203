/** Starts the real program for tests: its own process group, data in a folder of the test's, a free port. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { TestContext } from 'node:test'

const root = join(import.meta.dirname, '..')

export interface Program {
  url: string
  child: ChildProcess
  /** SIGTERM, then waits; resolves with exit code and how long it took. */
  stop(): Promise<{ code: number | null; tookMs: number }>
}

export interface ProgramOptions {
  dataDir: string
  flags?: readonly string[]
  environment?: Record<string, string>
  services?: readonly string[]
}

const cleanEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([key, value]) => value !== undefined && !/^(BACKBEAT_|DATABASE_URL|NODE_TEST)/.test(key),
    ),
  ) as Record<string, string>

function spawnProgram({ dataDir, flags = [], environment = {}, services = [] }: ProgramOptions) {
  const commandArguments = ['apps/main.ts', ...services, '--data', dataDir, '--json', ...flags]
  if (!flags.includes('--port')) commandArguments.push('--port', '0')
  return spawn(process.execPath, commandArguments, {
    cwd: root,
    env: { ...cleanEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Resolves when it is ready; rejects with what it said if it ends before. Stopped after the test. */
export async function startProgram(
  t: Pick<TestContext, 'after'>,
  options: ProgramOptions,
): Promise<Program> {
  const child = spawnProgram(options)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  t.after(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await ended
  })
  const url = await readyUrl(child)
  const stop = async () => {
    const startedAt = performance.now()
    child.kill('SIGTERM')
    const code = await ended
    return { code, tookMs: performance.now() - startedAt }
  }
  return { url, child, stop }
}

function readyUrl(child: ChildProcess): Promise<string> {
  let said = ''
  child.stderr?.on('data', (chunk) => (said = (said + chunk).slice(-4000)))
  return new Promise((resolve, reject) => {
    child.once('close', (code) => reject(new Error(`it ended with ${code}: ${said}`)))
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      said += line
      const { event, url } = JSON.parse(line) as { event: string; url: string }
      if (event === 'ready') resolve(url)
    })
  })
}

/** Runs the program until it ends by itself. */
export async function runProgram(
  options: ProgramOptions,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawnProgram(options)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => (stdout += chunk))
  child.stderr.on('data', (chunk) => (stderr += chunk))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, stdout, stderr }
}

/** Runs `backbeat …` until it ends. */
export async function runCommand(
  commandArguments: readonly string[],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ['apps/backbeat.mjs', ...commandArguments], {
    cwd: root,
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => (stdout += chunk))
  child.stderr.on('data', (chunk) => (stderr += chunk))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, stdout, stderr }
}

/** Asks until the answer satisfies; for what happens soon but not at once. Throws what it saw last after `timeoutMs`. */
export async function eventually<T>(
  ask: () => Promise<T>,
  satisfied: (answer: T) => boolean,
  timeoutMs = 15_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const answer = await ask()
    if (satisfied(answer)) return answer
    if (performance.now() > deadline) {
      throw new Error(`not within ${timeoutMs} ms; last: ${JSON.stringify(answer)?.slice(0, 2000)}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
