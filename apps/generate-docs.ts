/** `npm run generate`: writes the diagrams into ARCHITECTURE.md and docs/workspace.dsl; `--check` says if they are stale. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  containerDiagram,
  eventFlowDiagram,
  structurizrWorkspace,
  withGenerated,
} from './diagrams.ts'
import { services } from './services.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const fresh: Record<string, string> = {
  'ARCHITECTURE.md': withGenerated(read('ARCHITECTURE.md'), {
    containers: containerDiagram(services),
    'event flow': eventFlowDiagram(services),
  }),
  'docs/workspace.dsl': structurizrWorkspace(services),
}

for (const [path, text] of Object.entries(fresh)) {
  if (!process.argv.includes('--check')) writeFileSync(join(root, path), text)
  else if (read(path) !== text) {
    process.stderr.write(`${path} is stale: run \`npm run generate\` and commit it.\n`)
    process.exitCode = 1
  }
}
