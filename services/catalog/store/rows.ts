/** Many rows in one statement: they travel as one JSON parameter, which has no limit of 65,535 parameters. */
import { type RawBuilder, sql } from 'kysely'

/** `(select … from json_to_recordset(rows) as r(columns))`, columns as `name type` pairs. */
export function recordset(
  rows: readonly unknown[],
  columns: Readonly<Record<string, string>>,
): RawBuilder<unknown> {
  const list = Object.entries(columns).map(([name, type]) => sql.raw(`${name} ${type}`))
  return sql`json_to_recordset(${JSON.stringify(rows)}::json) as r(${sql.join(list)})`
}

export const columnList = (columns: Readonly<Record<string, string>>): RawBuilder<unknown> =>
  sql.raw(Object.keys(columns).join(', '))

/** `a = excluded.a, b = excluded.b` for all but the keys. */
export const assignExcluded = (
  columns: Readonly<Record<string, string>>,
  keys: readonly string[],
): RawBuilder<unknown> =>
  sql.raw(
    Object.keys(columns)
      .filter((name) => !keys.includes(name))
      .map((name) => `${name} = excluded.${name}`)
      .join(', '),
  )
