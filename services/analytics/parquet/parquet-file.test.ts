import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { testFolder } from '@backbeat/runtime/testing'
import { DuckDBInstance } from '@duckdb/node-api'
import { plainValue } from '../lake/lake-values.ts'
import { createParquetFile } from './parquet-file.ts'
import type { Field } from './parquet-schema.ts'

const field = (name: string, type: Field['type'], nullable = false): Field => ({
  name,
  type,
  nullable,
})

const fields: Field[] = [
  field('unique', 'string'),
  field('repeated', 'string'),
  field('some', 'string', true),
  field('never', 'string', true),
  field('flag', 'boolean'),
  field('small', 'int32'),
  field('large', 'int64'),
  field('real', 'double'),
  field('at', 'timestamp'),
  field('tags', { list: field('element', 'string') }),
  field('people', {
    list: field('element', { record: [field('id', 'string'), field('age', 'int32', true)] }),
  }),
  field('place', { record: [field('name', 'string'), field('x', 'double')] }, true),
]

/** Small whole numbers from a seed, so that a failure can be repeated. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function rowOf(i: number, next: (below: number) => number): Record<string, unknown> {
  return {
    unique: `ünique ${i}`,
    repeated: `r${next(7)}`,
    some: next(3) === 0 ? null : `s${next(300)}`,
    never: null,
    flag: next(2) === 1,
    small: next(1_000) - 500,
    large: (next(2 ** 30) - 2 ** 29) * 2 ** 20,
    real: next(1_000) / 8,
    at: 1_795_500_000_000 + next(10_000),
    tags: Array.from({ length: next(4) }, () => `t${next(5)}`),
    people: Array.from({ length: next(3) }, (_, k) => ({
      id: `p${k}`,
      age: next(2) === 0 ? null : next(90),
    })),
    place: next(2) === 0 ? null : { name: `place ${next(9)}`, x: next(9) / 2 },
  }
}

for (const count of [0, 1, 8, 9, 700, 5_000]) {
  test(`DuckDB reads back ${count} rows`, async (t) => {
    const next = random(count + 1)
    const rows = Array.from({ length: count }, (_, i) => rowOf(i, next))
    const file = createParquetFile(fields)
    for (const row of rows) file.append(row)
    const path = join(await testFolder(t), 'rows.parquet')
    await writeFile(path, await file.finish())
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
    const connection = await instance.connect()
    t.after(() => {
      connection.closeSync()
      instance.closeSync()
    })
    const read = await connection.runAndReadAll(`select * from '${path}'`)
    const expected = rows.map((row) => ({
      ...row,
      at: new Date(row.at as number).toISOString(),
    }))
    assert.deepEqual(plainValue(read.getRowObjectsJS()), expected)
  })
}
