/**
 * Builds the web player when its sources are newer than its build. A build that fails does not keep the server from
 * starting: everything else works, and the player's address says what is missing.
 */
import { spawn } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { BackbeatError } from '@backbeat/contracts/errors'
import type { Logger } from '@backbeat/runtime/log'

const root = join(import.meta.dirname, '../web/player')
const sources = ['index.html', 'vite.config.ts', 'package.json', 'src/**', 'public/**']

export async function ensurePlayer(log: Logger): Promise<void> {
  const built = modifiedMs(join(root, 'dist/index.html'))
  const newest = Math.max(
    ...sources
      .flatMap((pattern) => globSync(pattern, { cwd: root }))
      .map((path) => modifiedMs(join(root, path))),
  )
  if (built > newest) return
  const startedAt = performance.now()
  try {
    await build()
    log.info({ tookMs: Math.round(performance.now() - startedAt) }, 'player built')
  } catch (error) {
    log.error({ err: error }, 'the web player could not be built; the server starts without')
  }
}

const modifiedMs = (path: string): number => (existsSync(path) ? statSync(path).mtimeMs : 0)

async function build(): Promise<void> {
  let vite: string
  try {
    vite = createRequire(join(root, 'package.json')).resolve('vite/package.json')
  } catch (cause) {
    throw new BackbeatError(
      'start-failed',
      'The web player is not built and its build tools are not installed: run npm ci.',
      { cause },
    )
  }
  const command = [join(vite, '../bin/vite.js'), 'build', '--logLevel', 'error']
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0)
    throw new BackbeatError('start-failed', `The web player could not be built: ${output.trim()}`)
}
