/** What `tidy.test.ts` measures: packages, who imports whom, sizes of files. Works on any tree, so on fixtures too. */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What each kind of package may import of ours. The layout follows from these lines; ARCHITECTURE.md explains them. */
export const mayImport: Record<string, readonly string[]> = {
  contracts: [],
  ports: ['contracts'],
  runtime: ['contracts', 'ports'],
  adapters: ['contracts', 'ports', 'runtime'],
  service: ['contracts', 'ports', 'runtime'],
  apps: ['contracts', 'ports', 'runtime', 'adapters', 'service'],
  player: ['contracts'],
}

export interface Package {
  name: string
  kind: string
  folder: string
  dependencies: readonly string[]
}

const rooms = ['contracts', 'ports', 'runtime', 'adapters', 'apps', 'web/player', 'services/*']

export function packagesOf(root: string): Package[] {
  return globSync(`{${rooms.join(',')}}/package.json`, { cwd: root }).map((path) => {
    const folder = dirname(path)
    const manifest = JSON.parse(readFileSync(join(root, path), 'utf8')) as {
      name: string
      dependencies?: Record<string, string>
      devDependencies?: Record<string, string>
    }
    const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
    return { name: manifest.name, kind: kindOf(folder), folder, dependencies }
  })
}

function kindOf(folder: string): string {
  if (folder.startsWith('services/')) return 'service'
  return folder === 'web/player' ? 'player' : folder
}

/** Source files of a package, tests left out. */
export function sourcesOf(root: string, folder: string): string[] {
  return globSync(`${folder}/**/*.{ts,tsx}`, {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|dist|generated)$/.test(path),
  }).filter((path) => !/\.(test|contract)\.tsx?$/.test(path))
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\b([^'"`;]*?)\bfrom\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

export interface Import {
  specifier: string
  typeOnly: boolean
}

export function importsOf(source: string): Import[] {
  return [...source.matchAll(importPattern)].map(([, clause, from, dynamic]) => ({
    specifier: (from ?? dynamic) as string,
    typeOnly: clause !== undefined && isTypeOnly(clause),
  }))
}

/** `import type …`, or braces in which every name is a type. */
function isTypeOnly(clause: string): boolean {
  if (/^\s*type\b/.test(clause)) return true
  const braces = /^\s*\{([^}]*)\}\s*$/.exec(clause)?.[1]
  const names =
    braces
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean) ?? []
  return names.length > 0 && names.every((name) => name.startsWith('type '))
}

/** Imports and declared dependencies against the table; one sentence each. */
export function forbiddenImports(root: string): string[] {
  const packages = packagesOf(root)
  const kinds = new Map(packages.map(({ name, kind }) => [name, kind]))
  return packages.flatMap(({ name, kind, folder, dependencies }) => {
    const allowed = mayImport[kind] ?? []
    const refused = (other: string) =>
      other !== name && kinds.has(other) && !allowed.includes(kinds.get(other) as string)
    const declared = dependencies
      .filter(refused)
      .map((other) => `${folder}/package.json declares ${other}`)
    const imported = sourcesOf(root, folder).flatMap((path) =>
      importsOf(readFileSync(join(root, path), 'utf8'))
        .filter(
          ({ specifier }) => refused(packageName(specifier)) || leaves(path, folder, specifier),
        )
        .map(({ specifier }) => `${path} imports ${specifier}`),
    )
    return [...declared, ...imported]
  })
}

const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

const leaves = (path: string, folder: string, specifier: string): boolean =>
  specifier.startsWith('.') && !join(dirname(path), specifier).startsWith(`${folder}/`)

/** One adapter importing another engine's folder. */
export function adaptersThatMix(root: string): string[] {
  return sourcesOf(root, 'adapters').flatMap((path) => {
    const engine = path.split('/')[1] as string
    if (engine.endsWith('.ts')) return []
    return importsOf(readFileSync(join(root, path), 'utf8'))
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ specifier }) => join(dirname(path), specifier))
      .filter((target) => target.split('/')[1] !== engine)
      .map((target) => `${path} imports ${target}`)
  })
}

/** Cycles of run-time imports within packages, as `a → b → a`. */
export function importCycles(root: string): string[] {
  const graph = new Map<string, string[]>()
  for (const { folder } of packagesOf(root)) {
    for (const path of sourcesOf(root, folder)) {
      const targets = importsOf(readFileSync(join(root, path), 'utf8'))
        .filter(({ specifier, typeOnly }) => specifier.startsWith('.') && !typeOnly)
        .map(({ specifier }) => join(dirname(path), specifier))
      graph.set(path, targets)
    }
  }
  return findCycles(graph)
}

function findCycles(graph: Map<string, string[]>): string[] {
  const done = new Set<string>()
  const cycles: string[] = []
  const visit = (node: string, trail: string[]): void => {
    const at = trail.indexOf(node)
    if (at >= 0) return void cycles.push([...trail.slice(at), node].join(' → '))
    if (done.has(node)) return
    for (const next of graph.get(node) ?? []) visit(next, [...trail, node])
    done.add(node)
  }
  for (const node of graph.keys()) visit(node, [])
  return cycles
}
