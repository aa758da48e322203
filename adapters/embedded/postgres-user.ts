/**
 * As whom PostgreSQL runs. It refuses root, so there it gets another user id: the plain way where that user can reach
 * the program and its data, else (a clone below /root, say) a user namespace in which our own files keep their owner
 * but our id is not 0.
 */
import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { BackbeatError } from '@backbeat/contracts/errors'

export interface RunAs {
  uid: number | undefined
  gid: number
  spawn(command: string, commandArguments: string[], options?: SpawnOptions): ChildProcess
}

const nobody = 65_534

export async function postgresUser(paths: readonly string[]): Promise<RunAs> {
  if (process.getuid?.() !== 0) return plain(undefined)
  if (paths.every(reachableByOthers)) return plain(nobody)
  const unshare = ['--user', '--map-user=1000', '--map-group=1000']
  if (spawnSync('unshare', [...unshare, 'true']).status === 0) {
    return {
      uid: undefined,
      gid: 0,
      spawn: (command, commandArguments, options) =>
        spawn('unshare', [...unshare, command, ...commandArguments], withPipes(options)),
    }
  }
  throw new BackbeatError(
    'start-failed',
    'PostgreSQL refuses to run as root, and no other user can reach this folder: start Backbeat as a plain user, or keep it and its data outside private folders.',
  )
}

function plain(uid: number | undefined): RunAs {
  const identity = uid === undefined ? {} : { uid, gid: nobody }
  return {
    uid,
    gid: nobody,
    spawn: (command, commandArguments, options) =>
      spawn(command, commandArguments, { ...withPipes(options), ...identity }),
  }
}

const withPipes = (options: SpawnOptions | undefined): SpawnOptions => ({
  ...options,
  stdio: ['pipe', 'ignore', 'pipe'],
  cwd: '/',
})

/** Whether any user may walk down to the path (of which the end may not exist yet). */
function reachableByOthers(path: string): boolean {
  let folder = resolve(path)
  while (!existsSync(folder)) folder = dirname(folder)
  for (;;) {
    const { mode, uid } = statSync(folder)
    if ((mode & 0o001) === 0 && uid !== nobody) return false
    if (dirname(folder) === folder) return true
    folder = dirname(folder)
  }
}
