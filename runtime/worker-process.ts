/**
 * A child process that does one task at a time behind a message interface: code that may crash, hang or eat memory
 * (native codecs on files from anywhere) can't take the server along. It starts with its first task, is killed on
 * timeout, abort or too much memory, starts anew after any death, and ends after some idle time.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { readEnvironment } from './config.ts'

export interface WorkerProcessOptions {
  /** The module it runs; it answers with `answerTasks`. */
  module: string
  /** Above this resident size it is killed; checked every half second, on Linux only. */
  memoryMibMax: number
  /** 0 (as the server) to 19 (only when nobody else wants the processor). Default 10. */
  niceness?: number
  /** Ends after so long without a task. Default 30 s. */
  idleMs?: number
}

export interface TaskOptions {
  timeoutMs: number
  signal?: AbortSignal | undefined
}

export interface WorkerProcess {
  /** Rejects with the task's error, or with why the process was killed or died. Callers take turns. */
  run(task: object, options: TaskOptions): Promise<unknown>
  close(): Promise<void>
}

export type Reply = { value: unknown } | { error: string }

/** What a child needs of the environment; secrets are not in it. */
const passedOn = ['PATH', 'SystemRoot', 'TEMP', 'TMPDIR', 'LD_LIBRARY_PATH', 'NODE_COMPILE_CACHE']

export function workerProcess(options: WorkerProcessOptions): WorkerProcess {
  let child: ChildProcess | undefined
  let idle: NodeJS.Timeout | undefined
  let closed = false

  const end = () => {
    child?.kill('SIGKILL')
    child = undefined
  }

  function ready(): ChildProcess {
    if (child?.connected && child.exitCode === null) return child
    const started = startProcess(options)
    started.once('exit', () => {
      if (child === started) child = undefined
    })
    child = started
    return started
  }

  return {
    async run(task, taskOptions) {
      if (closed) throw new Error('the worker process was closed')
      taskOptions.signal?.throwIfAborted()
      clearTimeout(idle)
      try {
        return await exchange(ready(), task, taskOptions, options.memoryMibMax)
      } catch (error) {
        // A task that failed by itself has answered; any other end leaves the process in an unknown state.
        if (!(error instanceof TaskFailed)) end()
        throw error
      } finally {
        idle = setTimeout(end, options.idleMs ?? 30_000).unref()
      }
    },
    async close() {
      closed = true
      clearTimeout(idle)
      const ending = child
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
      const exited = new Promise((resolve) => ending.once('exit', resolve))
      ending.ref()
      end()
      await exited
    },
  }
}

/** The task answered with an error; the process is fine. */
export class TaskFailed extends Error {}

function startProcess({ module, niceness }: WorkerProcessOptions): ChildProcess {
  const environment = readEnvironment()
  const env = Object.fromEntries(
    passedOn.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  )
  const child = fork(module, [], {
    env,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  // It must not keep the server from ending; while a task runs, its timer does.
  child.unref()
  child.channel?.unref()
  if (child.pid) lowerPriority(child.pid, niceness ?? 10)
  return child
}

function lowerPriority(pid: number, niceness: number): void {
  try {
    setPriority(pid, niceness)
  } catch {
    // Already gone, which its exit event tells; or the platform refuses, and then it runs at normal priority.
  }
}

function exchange(
  child: ChildProcess,
  task: object,
  { timeoutMs, signal }: TaskOptions,
  memoryMibMax: number,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timeout = setTimeout(() => {
      finish(() => reject(new Error(`it took longer than ${Math.round(timeoutMs / 1000)} s`)))
    }, timeoutMs)
    const memory = setInterval(() => {
      if (residentMib(child.pid) <= memoryMibMax) return
      finish(() => reject(new Error(`it took more than ${memoryMibMax} MiB of memory`)))
    }, 500)
    const onAbort = () => finish(() => reject(signal?.reason as Error))
    const onExit = (code: number | null, by: string | null) =>
      finish(() => reject(new Error(`the process ended (${by ?? `exit code ${code}`})`)))
    const onMessage = (reply: Reply) =>
      finish(() => ('error' in reply ? reject(new TaskFailed(reply.error)) : resolve(reply.value)))
    const onError = (cause: Error) => finish(() => reject(cause))
    function finish(settle: () => void) {
      clearTimeout(timeout)
      clearInterval(memory)
      signal?.removeEventListener('abort', onAbort)
      child.off('exit', onExit).off('message', onMessage).off('error', onError)
      settle()
    }
    signal?.addEventListener('abort', onAbort)
    child.on('exit', onExit).on('message', onMessage).on('error', onError)
    child.send(task, (error) => {
      if (error) onError(error)
    })
  })
}

/** From /proc; 0 where there is none. */
function residentMib(pid: number | undefined): number {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
    return (pages * 4096) / 1024 / 1024
  } catch {
    return 0
  }
}

/** The other end: in the worker's module, answers each task with the result of `work`. Ends with its parent. */
export function answerTasks<Task extends object>(work: (task: Task) => Promise<unknown>): void {
  process.on('disconnect', () => process.exit(0))
  process.on('message', (task: Task) => {
    work(task).then(
      (value) => process.send?.({ value } satisfies Reply),
      (error: unknown) => {
        process.send?.({ error: error instanceof Error ? error.message : String(error) })
      },
    )
  })
}
