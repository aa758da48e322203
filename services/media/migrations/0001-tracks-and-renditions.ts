/** Tracks as media knows them, their sources (one row is one place in the queue), renditions and failures. */
import { type Kysely, sql } from 'kysely'

export const tracksAndRenditions = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table tracks (
        track_id text primary key,
        source_hash text not null,
        source_key text not null,
        codec text not null,
        container text not null,
        bitrate_kbps integer not null,
        sample_rate_hz integer not null,
        duration_ms bigint not null,
        bytes bigint not null,
        changed_ms bigint not null,
        removed boolean not null
      )`.execute(db)
    await sql`create index tracks_source_hash on tracks (source_hash) where not removed`.execute(db)
    await sql`
      create table sources (
        source_hash text primary key,
        position bigint generated always as identity,
        pending text[] not null,
        requested_at timestamptz,
        attempts smallint not null default 0,
        retry_at timestamptz,
        lease_holder text,
        leased_until timestamptz,
        orphaned_at timestamptz
      )`.execute(db)
    await sql`
      create index sources_queue
        on sources (requested_at desc nulls last, cardinality(pending) desc, position)
        where cardinality(pending) > 0 and orphaned_at is null`.execute(db)
    await sql`
      create table renditions (
        source_hash text not null,
        level text not null,
        object_key text not null,
        bitrate_kbps integer not null,
        bytes bigint not null,
        made_at timestamptz not null default now(),
        primary key (source_hash, level)
      )`.execute(db)
    await sql`
      create table failures (
        source_hash text not null,
        level text not null,
        reason text not null,
        failed_at timestamptz not null default now(),
        primary key (source_hash, level)
      )`.execute(db)
  },
}
