/**
 * The outbox table, in the service's own schema. A row gets its epoch and sequence when the relay first takes it; both
 * stay with it, so that sending it again after a crash is recognized by the log however much later that is.
 */
import type { Event, EventType } from '@backbeat/contracts/envelope'
import type { EventData } from '@backbeat/contracts/generated/events'
import { type Kysely, sql } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: any transaction will do, whatever tables it knows
export type AnyDatabase = Kysely<any>

export interface OutboxRow {
  id: number
  event_id: string
  type: EventType
  user_id: string | null
  time: number
  data: EventData[EventType]
  epoch: number
  sequence: number
}

/** Two processes may start at once: the lock keeps `if not exists` from racing with itself. */
export async function createOutboxTables(db: AnyDatabase): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('backbeat outbox'))`.execute(trx)
    await sql`create table if not exists outbox (
      id bigserial primary key,
      event_id uuid not null,
      type text not null,
      user_id text,
      time bigint not null,
      data json not null,
      epoch int,
      sequence bigint
    )`.execute(trx)
    await sql`create table if not exists outbox_epoch (epoch int not null)`.execute(trx)
  })
}

export async function currentSchema(db: AnyDatabase): Promise<string> {
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db)
  return rows[0]?.schema as string
}

export async function hasRows(db: AnyDatabase): Promise<boolean> {
  const { rows } = await sql`select 1 from outbox limit 1`.execute(db)
  return rows.length > 0
}

/** Rows and the relay's wake-up in one statement; PostgreSQL delivers the wake-up at commit. */
export async function insertRows(
  trx: AnyDatabase,
  events: readonly Event[],
  channel: string,
): Promise<void> {
  await sql`
    with written as (
      insert into outbox (event_id, type, user_id, time, data)
      select event_id, type, user_id, time, data
      from unnest(
        ${events.map((event) => event.id)}::uuid[],
        ${events.map((event) => event.type)}::text[],
        ${events.map((event) => event.userId)}::text[],
        ${events.map((event) => event.time)}::bigint[],
        ${events.map((event) => JSON.stringify(event.data))}::json[]
      ) with ordinality as e (event_id, type, user_id, time, data, position)
      order by position
    )
    select pg_notify(${channel}, '')`.execute(trx)
}

/**
 * A number above every earlier one of this outbox. Seconds since 2020 are its floor, so that a database restored from
 * a backup, or made anew, doesn't repeat epochs that the log has seen.
 */
export async function beginRelayEpoch(db: AnyDatabase, nowMs: number): Promise<number> {
  const floor = Math.floor((nowMs - Date.UTC(2020, 0, 1)) / 1000)
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ epoch: number | null }>`
      select max(epoch) as epoch from outbox_epoch`.execute(trx)
    const epoch = Math.max(floor, (rows[0]?.epoch ?? 0) + 1)
    await sql`delete from outbox_epoch`.execute(trx)
    await sql`insert into outbox_epoch (epoch) values (${epoch})`.execute(trx)
    return epoch
  })
}

/** Rows that an earlier run took but did not remove; they go out first, under their old numbers. */
export async function takenRows(db: AnyDatabase, limit: number): Promise<OutboxRow[]> {
  const { rows } = await sql<OutboxRow>`
    select * from outbox where sequence is not null
    order by epoch, sequence limit ${limit}`.execute(db)
  return rows
}

/**
 * Takes the next rows in order of their ids. Of transactions that change the same thing the later one gets the higher
 * ids (it waited for the row lock); a lower id that commits later belongs to another thing and is simply taken later.
 */
export async function takeRows(
  db: AnyDatabase,
  next: { epoch: number; sequence: number },
  limit: number,
): Promise<OutboxRow[]> {
  const { rows } = await sql<OutboxRow>`
    with next as (
      select id, row_number() over (order by id) - 1 as place
      from (select id from outbox where sequence is null order by id limit ${limit}) as first
    )
    update outbox set epoch = ${next.epoch}, sequence = ${next.sequence}::bigint + next.place
    from next where outbox.id = next.id
    returning outbox.*`.execute(db)
  return rows.sort((a, b) => a.sequence - b.sequence)
}

export async function deleteRows(db: AnyDatabase, rows: readonly OutboxRow[]): Promise<void> {
  await sql`delete from outbox where id = any(${rows.map((row) => row.id)}::bigint[])`.execute(db)
}
