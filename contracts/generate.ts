/**
 * Writes `generated/events.ts` from `events/<service>/*.avsc`: `npm run generate`. With `--check` it only says whether
 * the file is stale (exit code 1).
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

type Avro = string | Avro[] | AvroComplex
interface AvroComplex {
  type: string
  name?: string
  items?: Avro
  fields?: AvroField[]
}
interface AvroField {
  name: string
  type: Avro
  doc?: string
}
interface EventSchema extends AvroComplex {
  name: string
  namespace: string
  doc: string
  clientsMayPost?: boolean
  fields: AvroField[]
}

const primitives: Record<string, string> = {
  string: 'string',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  double: 'number',
  null: 'null',
}

function tsType(avro: Avro, named: Map<string, string>): string {
  if (Array.isArray(avro)) return avro.map((branch) => tsType(branch, named)).join(' | ')
  if (typeof avro === 'string') return primitives[avro] ?? named.get(avro) ?? unknownType(avro)
  if (avro.type === 'array' && avro.items) return `${wrap(tsType(avro.items, named))}[]`
  if (avro.type === 'record' && avro.fields && avro.name) {
    const shape = `{ ${avro.fields.map((f) => `${f.name}: ${tsType(f.type, named)}`).join('; ')} }`
    named.set(avro.name, shape)
    return shape
  }
  return tsType(avro.type, named)
}

const wrap = (type: string): string => (type.includes('|') ? `(${type})` : type)

function unknownType(avro: unknown): never {
  throw new Error(`no TypeScript type for the Avro type ${JSON.stringify(avro)}`)
}

const kebab = (name: string): string => name.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase()

function tsInterface(schema: EventSchema): string {
  const named = new Map<string, string>()
  const fields = schema.fields.map((field) => {
    const doc = field.doc ? `  /** ${field.doc} */\n` : ''
    return `${doc}  ${field.name}: ${tsType(field.type, named)}`
  })
  return `/** ${schema.doc} */\nexport interface ${schema.name} {\n${fields.join('\n')}\n}\n`
}

const typeOf = (schema: EventSchema): string =>
  `${schema.namespace.replace('backbeat.', '')}.${kebab(schema.name)}`

function generate(): string {
  const root = import.meta.dirname
  const schemas = globSync('events/*/*.avsc', { cwd: root })
    .sort()
    .map((path) => JSON.parse(readFileSync(join(root, path), 'utf8')) as EventSchema)
  const rows = schemas.map(
    (schema) =>
      `  '${typeOf(schema)}': {\n    name: '${schema.name}',\n    clientsMayPost: ${schema.clientsMayPost === true},\n    dataSchema: ${JSON.stringify(schema)},\n  },`,
  )
  return [
    '// Generated from contracts/events by `npm run generate`. Do not edit.\n',
    ...schemas.map(tsInterface),
    `/** Payload by event type; an event's type is also its topic. */\nexport interface EventData {\n${schemas.map((s) => `  '${typeOf(s)}': ${s.name}`).join('\n')}\n}\n`,
    `/** Every event type: its Avro record name, who may post it, the Avro schema of its payload. */\nexport const eventTypes = {\n${rows.join('\n')}\n} as const\n`,
  ].join('\n')
}

const target = join(import.meta.dirname, 'generated/events.ts')
const fresh = generate()
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== fresh) {
    process.stderr.write(
      'contracts/generated/events.ts is stale: run `npm run generate`, commit it.\n',
    )
    process.exitCode = 1
  }
} else {
  writeFileSync(target, fresh)
}
