// `npm test`: the generated files are fresh, then every test file, browser tests included. Plain JavaScript, so that it
// can say clearly when Node is too old.
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 24 || (major === 24 && minor < 6)) {
  process.stderr.write(`Tests need Node 24.6 or later; this is ${process.versions.node}.\n`)
  process.exit(2)
}

const run = (...commandArguments) =>
  spawnSync(process.execPath, commandArguments, { stdio: 'inherit' }).status ?? 1

/** The two longest begin first, so that both cores are busy to the end. */
function longestFirst(a, b) {
  const rank = (path) => (/^test\/(faults|browser)\//.test(path) ? 0 : 1)
  return rank(a) - rank(b) || a.localeCompare(b)
}

const fresh = run('contracts/generate.ts', '--check') || run('apps/generate-docs.ts', '--check')
if (fresh !== 0) process.exit(fresh)
const rooms = '{contracts,ports,runtime,adapters,apps,services,bench,test,web/player/src}'
const files = globSync(`${rooms}/**/*.test.ts`, {
  exclude: (path) => path === 'node_modules' || path.includes('fixtures'),
}).sort(longestFirst)
process.exit(run('--test', '--test-global-setup=test/setup.ts', '--test-concurrency=2', ...files))
