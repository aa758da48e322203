/** Artists and albums: found or made by their keys, and brought up to date from their tracks. */
import type { ArtistRef } from '@backbeat/contracts/api/catalog'
import { newId } from '@backbeat/contracts/ids'
import { sql } from 'kysely'
import { creditKey, nameKey, sortKey } from '../identity/keys.ts'
import {
  type AlbumState,
  type AlbumTags,
  type AlbumTrack,
  rollUpAlbum,
} from '../identity/roll-up-album.ts'
import type { Credit } from '../tags/credits.ts'
import { columnList, recordset } from './rows.ts'
import type { CatalogTrx } from './tables.ts'

/**
 * Artists by MusicBrainz id, else by normalized name; unknown ones are added. A name without id means the artist of
 * that name who is known, and an id given later is taken over by an artist known by name only.
 */
export async function resolveArtists(
  trx: CatalogTrx,
  credits: readonly Credit[],
  now: Date,
): Promise<Map<string, ArtistRef>> {
  const wanted = new Map(credits.map((credit) => [creditKey(credit), credit]))
  const known = await trx
    .selectFrom('artists')
    .select(['id', 'name', 'name_key', 'mbid'])
    .where(({ or, eb }) =>
      or([
        eb(
          'name_key',
          '=',
          sql<string>`any(${[...wanted.values()].map(({ name }) => nameKey(name))})`,
        ),
        eb(
          'mbid',
          '=',
          sql<string>`any(${[...wanted.values()].flatMap(({ mbid }) => mbid ?? [])})`,
        ),
      ]),
    )
    .orderBy('added_at')
    .execute()
  const found = new Map<string, ArtistRef>()
  const fresh: {
    id: string
    name: string
    name_key: string
    sort_key: string
    mbid: string | null
  }[] = []
  // Those with an id first, so that a bare name in the same batch finds them.
  for (const [key, { name, mbid }] of [...wanted].sort(
    ([, a], [, b]) => Number(b.mbid !== null) - Number(a.mbid !== null),
  )) {
    const named = (row: { name_key: string }) => row.name_key === nameKey(name)
    const all = [...known, ...fresh]
    const artist = mbid
      ? (all.find((row) => row.mbid === mbid) ?? all.find((row) => named(row) && row.mbid === null))
      : (all.find((row) => named(row) && row.mbid === null) ?? all.find(named))
    if (artist) {
      if (mbid && artist.mbid === null) {
        artist.mbid = mbid
        await trx.updateTable('artists').set({ mbid }).where('id', '=', artist.id).execute()
      }
      found.set(key, { id: artist.id, name: artist.name })
    } else {
      const made = { id: newId(), name, name_key: nameKey(name), sort_key: sortKey(name), mbid }
      fresh.push(made)
      found.set(key, { id: made.id, name })
    }
  }
  const columns = { id: 'text', name: 'text', name_key: 'text', sort_key: 'text', mbid: 'text' }
  if (fresh.length > 0) {
    await sql`insert into artists (${columnList(columns)}, added_at)
      select r.*, ${now}::timestamptz from ${recordset(fresh, columns)}`.execute(trx)
  }
  return found
}

export interface KnownAlbum {
  id: string
  key: string
  name_key: string
  track_count: number
}

export async function albumsByKeyOrId(
  trx: CatalogTrx,
  keys: readonly string[],
  ids: readonly string[],
): Promise<KnownAlbum[]> {
  return trx
    .selectFrom('albums')
    .select(['id', 'key', 'name_key', 'track_count'])
    .where(({ or, eb }) =>
      or([eb('key', '=', sql<string>`any(${keys})`), eb('id', '=', sql<string>`any(${ids})`)]),
    )
    .execute()
}

/** Adds albums, empty but for their keys, and gives known ones new keys; the roll-up fills them. */
export async function saveAlbumKeys(
  trx: CatalogTrx,
  rows: readonly { id: string; key: string; name_key: string }[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return
  const columns = { id: 'text', key: 'text', name_key: 'text' }
  await sql`insert into albums (${columnList(columns)}, name, sort_key, type, artists, artist_sort_key, added_at)
    select r.*, '', '', 'album', '[]', '', ${now}::timestamptz from ${recordset(rows, columns)}
    on conflict (id) do update set key = excluded.key, name_key = excluded.name_key`.execute(trx)
}

const albumColumns = {
  id: 'text',
  name: 'text',
  sort_key: 'text',
  type: 'text',
  artists: 'jsonb',
  artist_sort_key: 'text',
  release_date: 'text',
  genres: 'text[]',
  label: 'text',
  mbid: 'text',
  cover_id: 'text',
  track_count: 'int',
  duration_ms: 'bigint',
}

/**
 * Brings albums up to date from their tracks. Returns the artists that they and their tracks have or had, and the albums
 * whose tracks' events carry something that changed.
 */
export async function rollUpAlbums(
  trx: CatalogTrx,
  albumIds: readonly string[],
  various: ArtistRef,
): Promise<{ artistIds: string[]; changedAlbumIds: string[] }> {
  const any = sql<string>`any(${albumIds})`
  const before = await trx
    .selectFrom('album_artists')
    .select('artist_id')
    .where('album_id', '=', any)
    .execute()
  const tracks = await trx
    .selectFrom('tracks')
    .select(['album_id', 'name', 'artists', 'genres', 'duration_ms', 'cover_id', 'tags'])
    .where('album_id', '=', any)
    .where('absent_since', 'is', null)
    .orderBy('album_id')
    .orderBy('disc_number')
    .orderBy('track_number')
    .orderBy('id')
    .execute()
  const grouped = Map.groupBy(
    tracks as (AlbumTrack & { album_id: string; tags: AlbumTags })[],
    (t) => t.album_id,
  )
  const states = new Map([...grouped].map(([id, members]) => [id, rollUpAlbum(members, various)]))
  const rows = [...states].map(([id, state]) => albumRow(id, state))
  const changed = await sql<{ id: string }>`update albums a set
      name = r.name, sort_key = r.sort_key, type = r.type, artists = r.artists, artist_sort_key = r.artist_sort_key,
      release_date = r.release_date, genres = r.genres, label = r.label, mbid = r.mbid, cover_id = r.cover_id,
      track_count = r.track_count, duration_ms = r.duration_ms
    from ${recordset(rows, albumColumns)}, albums old
    where a.id = r.id and old.id = r.id
    returning case when (old.name, old.type, old.artists, old.cover_id) is distinct from (r.name, r.type, r.artists, r.cover_id)
      then a.id end as id`.execute(trx)
  const emptied = albumIds.filter((id) => !grouped.has(id))
  await trx
    .updateTable('albums')
    .set({ track_count: 0, duration_ms: 0 })
    .where('id', '=', sql<string>`any(${emptied})`)
    .execute()
  const links = albumLinks(grouped, states)
  await trx.deleteFrom('album_artists').where('album_id', '=', any).execute()
  const linkColumns = { album_id: 'text', artist_id: 'text', guest: 'boolean' }
  await sql`insert into album_artists select * from ${recordset(links, linkColumns)}`.execute(trx)
  return {
    artistIds: [...new Set([...before, ...links].map((link) => link.artist_id))],
    changedAlbumIds: changed.rows.flatMap(({ id }) => id ?? []),
  }
}

const albumRow = (id: string, state: AlbumState) => ({
  id,
  name: state.name,
  sort_key: sortKey(state.name),
  type: state.type,
  artists: state.artists,
  artist_sort_key: sortKey(state.artists[0]?.name ?? ''),
  release_date: state.releaseDate,
  genres: state.genres,
  label: state.label,
  mbid: state.mbid,
  cover_id: state.coverId,
  track_count: state.trackCount,
  duration_ms: state.durationMs,
})

/** The album's own artists, and as guests all others on its tracks. */
function albumLinks(tracks: Map<string, AlbumTrack[]>, states: Map<string, AlbumState>) {
  return [...states].flatMap(([album_id, state]) => {
    const guests = new Map<string, boolean>()
    for (const track of tracks.get(album_id) ?? []) {
      for (const { id } of track.artists) guests.set(id, true)
    }
    for (const { id } of state.artists) guests.set(id, false)
    return [...guests].map(([artist_id, guest]) => ({ album_id, artist_id, guest }))
  })
}

/** Brings counts, genres and covers of artists up to date. */
export async function rollUpArtists(trx: CatalogTrx, artistIds: readonly string[]): Promise<void> {
  await sql`update artists a set
      track_count = coalesce(t.n, 0), album_count = coalesce(b.n, 0),
      cover_id = b.cover_id, genres = coalesce(g.genres, '{}')
    from unnest(${artistIds}::text[]) as touched(id)
    left join lateral (
      select count(*) as n from track_artists ta join tracks t on t.id = ta.track_id
      where ta.artist_id = touched.id and t.absent_since is null
    ) t on true
    left join lateral (
      select count(*) filter (where not aa.guest) as n,
        (array_agg(al.cover_id order by aa.guest, al.release_date desc nulls last) filter (where al.cover_id is not null))[1] as cover_id
      from album_artists aa join albums al on al.id = aa.album_id
      where aa.artist_id = touched.id and al.track_count > 0
    ) b on true
    left join lateral (
      select array_agg(genre order by n desc, genre) as genres from (
        select genre, count(*) as n from album_artists aa join albums al on al.id = aa.album_id, unnest(al.genres) genre
        where aa.artist_id = touched.id and al.track_count > 0 and not aa.guest group by genre order by n desc, genre limit 5
      ) top
    ) g on true
    where a.id = touched.id`.execute(trx)
}
