/**
 * SQL over the lake, without a server: a view per event type and `events` over the envelopes of all, on exactly the
 * files of the newest manifest. DuckDB is loaded when the first query comes.
 */
import type { EventType } from '@backbeat/contracts/envelope'
import { eventTypes } from '@backbeat/contracts/generated/events'
import type { ObjectStore } from '@backbeat/ports/object-store'
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { columnsOf, sqlTypeOf } from './lake/lake-columns.ts'
import { localFiles } from './lake/lake-local-files.ts'
import { allFiles, fileKey, loadManifest } from './lake/lake-manifest.ts'
import { plainValue } from './lake/lake-values.ts'

export interface QueryResult {
  columns: string[]
  /** Numbers, strings, booleans, null, lists and objects; times as ISO 8601. */
  rows: unknown[][]
}

export interface Lake {
  /** Throws DuckDB's own message for a wrong query. */
  query(sql: string): Promise<QueryResult>
  close(): Promise<void>
}

export async function openLake(
  objects: ObjectStore,
  options: { memoryMax?: string; threads?: number } = {},
): Promise<Lake> {
  const { memoryMax = '1GB', threads = 2 } = options
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: memoryMax,
    threads: String(threads),
  })
  const connection = await instance.connect()
  const files = await localFiles(objects)
  await createViews(connection, await pathsByEvent(objects, files.pathOf))
  return {
    async query(sql) {
      const result = await connection.runAndReadAll(sql)
      const types = result.columnTypes()
      const rows = result
        .getRowsJS()
        .map((row) => row.map((value, i) => plainValue(value, types[i]?.typeId)))
      return { columns: result.deduplicatedColumnNames(), rows }
    },
    close: () => close(connection, instance, files),
  }
}

async function close(
  connection: DuckDBConnection,
  instance: DuckDBInstance,
  files: { remove(): Promise<void> },
): Promise<void> {
  connection.closeSync()
  instance.closeSync()
  await files.remove()
}

async function pathsByEvent(
  objects: ObjectStore,
  pathOf: (key: string) => Promise<string>,
): Promise<Map<string, string[]>> {
  const paths = new Map<string, string[]>()
  for (const file of await allFiles(objects, await loadManifest(objects))) {
    const list = paths.get(file.event) ?? []
    list.push(await pathOf(fileKey(file)))
    paths.set(file.event, list)
  }
  return paths
}

const envelope = ['id', 'time', 'receivedAt', 'producerId', 'epoch', 'sequence', 'userId']

async function createViews(
  connection: DuckDBConnection,
  paths: Map<string, string[]>,
): Promise<void> {
  const parts: string[] = []
  for (const [type, { name }] of Object.entries(eventTypes)) {
    const select = selectOf(type as EventType, paths.get(name) ?? [])
    await connection.run(`create view "${name}" as ${select}`)
    parts.push(`select '${type}' as type, ${envelope.join(', ')}, dt, hour from "${name}"`)
  }
  await connection.run(`create view events as ${parts.join(' union all ')}`)
}

/** Columns are named and typed from our schema, so that files of older schemas and no files at all fit. */
function selectOf(type: EventType, paths: readonly string[]): string {
  const columns = columnsOf(type).map((field) => ({
    name: `"${field.name}"`,
    sql: sqlTypeOf(field.type),
  }))
  const partition = [
    { name: 'dt', sql: 'DATE' },
    { name: 'hour', sql: 'INTEGER' },
  ]
  const all = [...columns, ...partition]
  if (paths.length === 0) {
    return `select ${all.map(({ name, sql }) => `null::${sql} as ${name}`).join(', ')} where false`
  }
  const none = columns.map(({ name, sql }) => `null::${sql} as ${name}`).join(', ')
  const list = paths.map((path) => `'${path.replaceAll("'", "''")}'`).join(', ')
  const options =
    "union_by_name = true, hive_partitioning = true, hive_types = {'dt': DATE, 'hour': INTEGER}"
  const read = `select * from read_parquet([${list}], ${options})`
  const named = `select * exclude (event) from (${read})`
  const typed = `select ${none}, null::DATE as dt, null::INTEGER as hour where false`
  return `select ${all.map(({ name }) => name).join(', ')} from (${typed} union all by name ${named})`
}
