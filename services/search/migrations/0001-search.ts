import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * One narrow table a kind: its id, its name to compare and sort by, the words that find it. Without name and words it
 * is only a note that the thing was removed, and when.
 */
export const migration: Migration = {
  async up(db) {
    const columns = sql`
      id text primary key,
      name_key text collate "C",
      words tsvector not null,
      changed_at bigint not null`
    await sql`create table artists (${columns})`.execute(db)
    await sql`create table albums (${columns})`.execute(db)
    await sql`
      create table tracks (
        ${columns},
        album_id text not null,
        artist_ids text[] not null
      )`.execute(db)
    await sql`
      create table playlists (
        ${columns},
        owner_id text not null,
        public boolean not null
      )`.execute(db)
    for (const table of ['artists', 'albums', 'tracks', 'playlists']) {
      // What waits to be merged into the index is searched one by one: keep it short.
      await sql`
        create index ${sql.id(`${table}_words`)} on ${sql.id(table)}
        using gin (words) with (fastupdate = on, gin_pending_list_limit = 512)`.execute(db)
      await sql`
        create index ${sql.id(`${table}_name_key`)} on ${sql.id(table)}
        (name_key) include (id)`.execute(db)
    }
    await sql`create table vocabulary (word text primary key)`.execute(db)
    await sql`create index vocabulary_trigrams on vocabulary using gin (word gin_trgm_ops)`.execute(
      db,
    )
    await sql`create index vocabulary_prefix on vocabulary (word collate "C")`.execute(db)
  },
}
