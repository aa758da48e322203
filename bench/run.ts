/**
 * `npm run bench -- NAME… [--json] [--seconds N]`: runs `bench/NAME.ts`, whose `run` reports figures. A figure is one
 * line; with `--json` a JSON object a line: `{"name":"events.end-to-end","value":…,"unit":"events/s"}`.
 */
import { existsSync, globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'

export interface BenchOptions {
  json: boolean
  /** How long each measurement runs, roughly. */
  seconds: number
  /** Prints a figure; `note` says what it is compared with. */
  report(name: string, value: number, unit: string, note?: string): void
  /** Progress and conditions, on standard error. */
  say(text: string): void
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '10' },
  },
})
const notBenches = ['run.ts', 'library.ts', 'stream-server.ts', 'seeded-catalog.ts']
const known = globSync('*.ts', { cwd: import.meta.dirname })
  .filter((file) => !notBenches.includes(file) && !file.endsWith('.test.ts'))
  .map((file) => basename(file, '.ts'))
  .sort()

const options: BenchOptions = {
  json: values.json,
  seconds: Number(values.seconds),
  report(name, value, unit, note) {
    const rounded = Number(value.toPrecision(4))
    const line = values.json
      ? JSON.stringify({ name, value: rounded, unit, ...(note ? { note } : {}) })
      : `${name.padEnd(36)} ${rounded.toLocaleString('en').padStart(14)} ${unit}${note ? `   (${note})` : ''}`
    process.stdout.write(`${line}\n`)
  },
  say: (text) => void process.stderr.write(`${text}\n`),
}

const unknown = positionals.filter((name) => !existsSync(join(import.meta.dirname, `${name}.ts`)))
if (positionals.length === 0 || unknown.length > 0 || !(options.seconds > 0)) {
  process.stderr.write(
    `Usage: npm run bench -- NAME… [--json] [--seconds N]. Benches: ${known.join(', ')}.\n`,
  )
  process.exit(2)
}
for (const name of positionals) {
  const bench = (await import(`./${name}.ts`)) as { run(options: BenchOptions): Promise<void> }
  await bench.run(options)
}
