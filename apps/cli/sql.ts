/** `backbeat sql QUERY`: rows of the lake as a table, or as JSON lines. Needs no running server. */
import { join } from 'node:path'
import { fileObjectStore } from '@backbeat/adapters/embedded/object-store'
import { openLake } from '@backbeat/analytics/lake-query'
import { commandConfiguration } from './connection.ts'

export async function runSql(
  query: string,
  options: { json?: boolean; data?: string },
): Promise<void> {
  const { core } = commandConfiguration(options)
  const lake = await openLake(fileObjectStore(join(core.dataDir, 'objects')))
  try {
    const { columns, rows } = await lake.query(query)
    const lines = options.json
      ? rows.map((row) =>
          JSON.stringify(Object.fromEntries(columns.map((name, i) => [name, row[i]]))),
        )
      : table(columns, rows)
    process.stdout.write(lines.map((line) => `${line}\n`).join(''))
  } finally {
    await lake.close()
  }
}

/** Columns as wide as their widest cell, numbers to the right. */
function table(columns: string[], rows: unknown[][]): string[] {
  const cells = rows.map((row) => row.map(cellText))
  const widths = columns.map((name, i) =>
    Math.max(name.length, ...cells.map((row) => row[i]?.length ?? 0)),
  )
  const line = (row: string[], numeric: (i: number) => boolean) =>
    row
      .map((cell, i) => (numeric(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  const rule = widths.map((width) => '─'.repeat(width)).join('  ')
  const body = cells.map((row, r) => line(row, (i) => typeof rows[r]?.[i] === 'number'))
  return [line(columns, () => false), rule, ...body, `(${rows.length} rows)`]
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
