/** How far a service's projections have read: a table in its own schema, changed in the transactions it speaks of. */
import { sql } from 'kysely'
import type { AnyDatabase } from './outbox-store.ts'

export interface Position {
  group: string
  topic: string
  partition: number
}

export async function createOffsetTable(db: AnyDatabase): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('backbeat consumer_offset'))`.execute(trx)
    await sql`create table if not exists consumer_offset (
      consumer_group text not null,
      topic text not null,
      partition int not null,
      next_offset bigint not null,
      primary key (consumer_group, topic, partition)
    )`.execute(trx)
  })
}

/** The next offset to read; a position that was never stored is, as 0. */
export async function storedOffset(db: AnyDatabase, at: Position): Promise<number> {
  await sql`insert into consumer_offset values (${at.group}, ${at.topic}, ${at.partition}, 0)
    on conflict do nothing`.execute(db)
  const { rows } = await sql<{ next_offset: number }>`
    select next_offset from consumer_offset
    where consumer_group = ${at.group} and topic = ${at.topic}
      and partition = ${at.partition}`.execute(db)
  return rows[0]?.next_offset as number
}

/** Moves on, and locks the position until commit; false when another member has moved it already. */
export async function moveOffset(
  trx: AnyDatabase,
  at: Position,
  { from, to }: { from: number; to: number },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update consumer_offset set next_offset = ${to}
    where consumer_group = ${at.group} and topic = ${at.topic} and partition = ${at.partition}
      and next_offset = ${from}`.execute(trx)
  return numAffectedRows === 1n
}

/** Sum of the stored offsets of a group over these topics. */
export async function sumOfOffsets(
  db: AnyDatabase,
  group: string,
  topics: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ sum: string | null }>`
    select sum(next_offset)::bigint as sum from consumer_offset
    where consumer_group = ${group} and topic = any(${topics}::text[])`.execute(db)
  return Number(rows[0]?.sum ?? 0)
}
