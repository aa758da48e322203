/** Plays one by one, sums per listener, track and day, and what tracks belong to. */
import { type Kysely, sql } from 'kysely'

export const history = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create table play (
      event_id uuid primary key,
      user_id text not null,
      track_id text not null,
      played_at bigint not null,
      played_ms bigint not null,
      context text,
      heard boolean not null
    )`.execute(db)
    await sql`create index play_recent on play (user_id, played_at desc) where heard`.execute(db)
    await sql`create index play_undecided on play (track_id) where not heard`.execute(db)
    await sql`create table listening_day (
      user_id text not null,
      day date not null,
      track_id text not null,
      starts int not null,
      plays int not null,
      skips int not null,
      played_ms bigint not null,
      primary key (user_id, day, track_id)
    )`.execute(db)
    await sql`create table track (
      track_id text primary key,
      album_id text,
      artist_ids text[] not null default '{}',
      duration_ms bigint,
      removed boolean not null default false,
      changed_at bigint not null default 0
    )`.execute(db)
  },
}
