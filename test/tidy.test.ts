/** The house rules that no other tool holds, and a deliberate violation of each tool's rules that must be found. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  adaptersThatMix,
  forbiddenImports,
  importCycles,
  mayImport,
  packagesOf,
  sourcesOf,
} from './house.ts'

const root = join(import.meta.dirname, '..')
const fixture = join(import.meta.dirname, 'fixtures/violation')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const packages = packagesOf(root)
const sources = packages.flatMap(({ folder }) => sourcesOf(root, folder))
const testFiles = globSync(
  '{contracts,ports,runtime,adapters,apps,services,bench,test,web}/**/*.test.ts',
  {
    cwd: root,
    exclude: (path) => /node_modules|fixtures/.test(path),
  },
)

test('every package has a kind in the import table', () => {
  assert.ok(packages.length >= 16, `only ${packages.length} packages found`)
  assert.ok(sources.length >= 100, `only ${sources.length} sources found`)
  assert.deepEqual(
    packages.filter(({ kind }) => !(kind in mayImport)),
    [],
  )
})

test('packages import only what the table allows', () => {
  assert.deepEqual(forbiddenImports(root), [])
})

test('no adapter imports another', () => {
  assert.deepEqual(adaptersThatMix(root), [])
})

test('modules do not import each other in circles at run time', () => {
  assert.deepEqual(importCycles(root), [])
})

test('files have at most 400 lines', () => {
  const long = [...sources, ...testFiles].filter((path) => read(path).split('\n').length > 401)
  assert.deepEqual(long, [])
})

test('a service has at most 16 source files beside its folders', () => {
  const crowded = packages
    .filter(({ kind }) => kind === 'service')
    .map(({ folder }) => ({
      folder,
      files: globSync(`${folder}/*.ts`, { cwd: root }).filter((path) => !path.includes('.test.'))
        .length,
    }))
    .filter(({ files }) => files > 16)
  assert.deepEqual(crowded, [])
})

test('every source begins with a comment that says what it is', () => {
  const bare = sources
    .filter((path) => !path.includes('/generated/') && !path.includes('/migrations/'))
    .filter((path) => !/^(#!.*\n)?(\/\*\*|\/\/)/.test(read(path)))
  assert.deepEqual(bare, [])
})

test('process.env is read in runtime/config.ts alone', () => {
  const readers = sources
    .filter((path) => path !== 'web/player/vite.config.ts')
    .filter((path) => /\bprocess\.env\b/.test(withoutComments(read(path))))
  assert.deepEqual(readers, ['runtime/config.ts'])
})

test('no cast to any, no silenced type error', () => {
  const silenced = sources.filter((path) =>
    /\bas any\b|@ts-(ignore|expect-error|nocheck)/.test(read(path)),
  )
  assert.deepEqual(silenced, [])
})

test('a skipped test says why', () => {
  const unexplained = /\b(skip|todo): true\b|\b(test|it|describe)\.(skip|todo|only)\(|\.skip\(\)/
  const silent = testFiles
    .filter((path) => path !== 'test/tidy.test.ts')
    .filter((path) => unexplained.test(read(path)))
  assert.deepEqual(silent, [])
})

test('no file names are drawers for everything', () => {
  const drawers = sources.filter((path) =>
    /\/(utils?|helpers?|common|manager|misc)\.tsx?$/.test(path),
  )
  assert.deepEqual(drawers, [])
})

test('the lockfile holds no registry address and no package without its optional parts', () => {
  const lock = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string> }>
  }
  const entries = Object.entries(lock.packages)
  const resolved = entries.filter(([, entry]) => /^https?:/.test(entry.resolved ?? ''))
  assert.deepEqual(
    resolved.map(([path]) => path),
    [],
  )
  const names = new Set(entries.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 13)))
  const missing = entries.flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !names.has(name))
      .map((name) => `${path} → ${name}`),
  )
  assert.deepEqual(missing, [])
})

test('the import table catches a service that imports another and an adapter', () => {
  assert.deepEqual(forbiddenImports(fixture), [
    'services/one/package.json declares @fixture/adapters',
    'services/one/package.json declares @fixture/two',
    'services/one/service.ts imports @fixture/two',
    'services/one/service.ts imports @fixture/adapters/engine',
    'services/one/service.ts imports ../two/service.ts',
  ])
})

test('the cycle check catches two modules that import each other', () => {
  assert.equal(importCycles(fixture).length, 1)
})

const tool = (command: string, commandArguments: string[], cwd = root) =>
  spawnSync(join(root, 'node_modules/.bin', command), commandArguments, { cwd, encoding: 'utf8' })

test('Biome catches an undeclared dependency, a default export and a read of process.env', () => {
  const { status, stdout, stderr } = tool('biome', ['lint', '--max-diagnostics=50', '.'], fixture)
  const output = stdout + stderr
  assert.equal(status, 1, output)
  for (const rule of ['noUndeclaredDependencies', 'noDefaultExport', 'noProcessEnv']) {
    assert.match(output, new RegExp(rule))
  }
})

test('oxlint catches a promise that nobody waits for', () => {
  const { status, stdout } = tool('oxlint', ['--type-aware', 'services'], fixture)
  assert.equal(status, 1, stdout)
  assert.match(stdout, /no-floating-promises/)
})

test('knip catches a file that nobody imports', () => {
  const { status, stdout } = tool('knip', ['--include', 'files'], fixture)
  assert.equal(status, 1, stdout)
  assert.match(stdout, /unused\.ts/)
})

const withoutComments = (source: string): string =>
  source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '')
