/**
 * SQL that finds. One statement a kind, prepared once a connection: words by the full-text index, at most `matchesMax`
 * of them; if there are more, names that begin with the query come from the name index instead, so that the best are
 * always among those ranked.
 */
import pg from 'pg'

export const kinds = ['artist', 'album', 'track', 'playlist'] as const
export type Kind = (typeof kinds)[number]

/** More matches than this are not counted. */
export const matchesMax = 1_000
/** Names with the query at their beginning that are looked at when there are too many matches. */
const prefixesMax = 300

export interface Query {
  /** A tsquery as text. */
  words: string
  /** What the user typed, as names are compared. */
  key: string
  offset: number
  limit: number
  /** Whose private playlists to show. */
  userId: string
}

export interface Found {
  ids: string[]
  /** At most `matchesMax`. */
  total: number
  /** How well the first one fits, 0 best; null without any. */
  rank: number | null
}

export interface Finder {
  find(kind: Kind, query: Query): Promise<Found>
  /** Known words like this one. */
  similarWords(word: string): Promise<string[]>
  close(): Promise<void>
}

/**
 * How well a name fits: 0 it is the query, 1 it begins with it, 2 it is wholly contained in it (the rest of the query
 * was found in artist or album), 3 it contains the query, 4 otherwise.
 */
const rank = `case
  when name_key = $2 then 0
  when starts_with(name_key, $2) then 1
  when strpos(' ' || $2 || ' ', ' ' || name_key || ' ') > 0 then 2
  when strpos(' ' || name_key, ' ' || $2) > 0 then 3
  else 4 end`

const statement = (table: string, visible: string): string => `
  with matches as materialized (
    select id, name_key from ${table} where words @@ $1::text::tsquery ${visible} limit ${matchesMax}
  ), counted as (
    select count(*)::int as total from matches
  ), candidates as (
    select id, name_key from matches
    union
    (select id, name_key from ${table}
      where (select total from counted) >= ${matchesMax}
        and name_key >= $2 and name_key < $2 || chr(1114111) ${visible}
      order by name_key limit ${prefixesMax})
  ), page as (
    select id, ${rank} as rank from candidates
    order by rank, length(name_key), name_key, id offset $3 limit $4
  )
  select (select total from counted) as total,
    (select array_agg(id) from page) as ids,
    (select min(rank) from page) as rank`

const visiblePlaylists = 'and (public or owner_id = $5)'

const statements: Record<Kind, string> = {
  artist: statement('artists', ''),
  album: statement('albums', ''),
  track: statement('tracks', ''),
  playlist: statement('playlists', visiblePlaylists),
}

const similarWordsMax = 40

/** The right plan is the same for every query and planning costs more than finding: plan once, always by index. */
const sessionOptions = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  jit: 'off',
  // Two letters swapped in a short word leave few trigrams alike; edits are counted afterwards.
  'pg_trgm.similarity_threshold': '0.18',
}

function withOptions(url: string, options: Record<string, string>): string {
  const parsed = new URL(url)
  const given = parsed.searchParams.get('options') ?? ''
  const more = Object.entries(options).map(([key, value]) => `-c ${key}=${value}`)
  parsed.searchParams.set('options', [given, ...more].join(' ').trim())
  return parsed.href
}

/** `url` brings the search path. */
export function createFinder(url: string, poolMax = 4): Finder {
  const connectionString = withOptions(url, sessionOptions)
  const pool = new pg.Pool({ connectionString, max: poolMax, idleTimeoutMillis: 60_000 })
  // An idle connection that breaks is replaced at the next query.
  pool.on('error', () => undefined)

  return {
    async find(kind, { words, key, offset, limit, userId }) {
      const values = [words, key, offset, limit, ...(kind === 'playlist' ? [userId] : [])]
      const { rows } = await pool.query<{
        total: number
        ids: string[] | null
        rank: number | null
      }>({ name: `find-${kind}`, text: statements[kind], values })
      const { total = 0, ids = null, rank: best = null } = rows[0] ?? {}
      return { ids: ids ?? [], total, rank: best }
    },
    async similarWords(word) {
      const { rows } = await pool.query<{ word: string }>({
        name: 'similar-words',
        text: `select word from vocabulary where word % $1
          order by similarity(word, $1) desc, word limit ${similarWordsMax}`,
        values: [word],
      })
      return rows.map((row) => row.word)
    },
    close: () => pool.end(),
  }
}
