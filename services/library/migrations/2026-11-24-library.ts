/** Saved items, playlists, their items and followers. */
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements = [
  sql`create table saved_items (
    user_id text not null,
    kind text not null check (kind in ('track', 'album', 'artist')),
    item_id text not null,
    saved_at timestamptz not null default now(),
    seq bigint generated always as identity,
    missing boolean not null default false,
    availability_at timestamptz,
    primary key (user_id, kind, item_id)
  )`,
  sql`create index saved_items_newest on saved_items (user_id, kind, seq desc) where not missing`,
  sql`create index saved_items_by_item on saved_items (kind, item_id)`,
  sql`create table playlists (
    id text primary key,
    owner_id text not null,
    name text not null,
    description text,
    public boolean not null,
    collaborative boolean not null,
    snapshot_id text not null,
    item_count integer not null default 0,
    seq bigint generated always as identity,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz
  )`,
  sql`create index playlists_by_owner on playlists (owner_id, seq desc)`,
  sql`create index playlists_deleted on playlists (deleted_at) where deleted_at is not null`,
  sql`create table playlist_items (
    item bigint generated always as identity primary key,
    playlist_id text not null references playlists on delete cascade,
    rank bigint not null,
    track_id text not null,
    added_by text not null,
    added_at timestamptz not null default now()
  )`,
  sql`create index playlist_items_in_order on playlist_items (playlist_id, rank)`,
  sql`create table playlist_followers (
    playlist_id text not null references playlists on delete cascade,
    user_id text not null,
    seq bigint generated always as identity,
    followed_at timestamptz not null default now(),
    primary key (playlist_id, user_id)
  )`,
  sql`create index playlist_followers_by_user on playlist_followers (user_id, seq desc)`,
]

export const libraryMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db)
  },
}
