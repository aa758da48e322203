/**
 * SQL that finds. One statement for each set of kinds, prepared once a connection. Names that begin with the query come
 * from the index of names, which is cheap however many there are; only if they don't fill the count, the full-text
 * index is asked, which would have to gather every match first. Of each at most `matchesMax` are looked at.
 */
import pg from 'pg'

export const kinds = ['artist', 'album', 'track', 'playlist'] as const
export type Kind = (typeof kinds)[number]

/** More matches than this are not counted. */
export const matchesMax = 1_000

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
  /** In the order of `wanted`, which are distinct. */
  find(wanted: readonly Kind[], query: Query): Promise<Found[]>
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

const branch = (kind: Kind): string => {
  const table = `${kind}s`
  const visible = kind === 'playlist' ? 'and (public or owner_id = $5)' : ''
  return `(
  with prefixes as materialized (
    select id, name_key from ${table}
    where name_key >= $2 and name_key < $2 || chr(1114111) ${visible}
    order by name_key limit ${matchesMax}
  ), matches as materialized (
    select id, name_key from ${table}
    where (select count(*) from prefixes) < ${matchesMax} and words @@ $1::text::tsquery ${visible}
    limit ${matchesMax}
  ), counted as (
    select (select count(*) from prefixes)::int as prefixes,
      (select count(*) from matches)::int as matches
  ), candidates as (
    select id, name_key from matches
    union all
    select id, name_key from prefixes
    where (select ${matchesMax} in (prefixes, matches) from counted)
      and id not in (select id from matches)
  ), page as (
    select id, ${rank} as rank from candidates
    order by rank, length(name_key), name_key, id offset $3 limit $4
  )
  select '${kind}' as kind, (select greatest(prefixes, matches) from counted) as total,
    (select array_agg(id) from page) as ids,
    (select min(rank) from page) as rank)`
}

const statementFor = (wanted: readonly Kind[]): string => wanted.map(branch).join(' union all ')

const similarWordsMax = 40

interface FoundRow {
  kind: Kind
  total: number
  ids: string[] | null
  rank: number | null
}

/** The right plan is the same for every query and planning costs more than finding: plan once, always by index. */
const sessionOptions = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  jit: 'off',
  // Two letters swapped in a short word leave few trigrams alike; edits are counted afterwards.
  'pg_trgm.similarity_threshold': '0.18',
}

/** Adds to the options that a connection string has; as text, since not all of them are URLs. */
function withOptions(url: string, options: Record<string, string>): string {
  const more = Object.entries(options).map(([key, value]) => ` -c ${key}=${value}`)
  const encoded = encodeURIComponent(more.join(''))
  const given = /[?&]options=[^&]*/.exec(url)
  if (!given) return `${url}${url.includes('?') ? '&' : '?'}options=${encoded}`
  return url.replace(given[0], () => given[0] + encoded)
}

/** `url` brings the search path. */
export function createFinder(url: string, poolMax = 4): Finder {
  const connectionString = withOptions(url, sessionOptions)
  const pool = new pg.Pool({ connectionString, max: poolMax, idleTimeoutMillis: 60_000 })
  // An idle connection that breaks is replaced at the next query.
  pool.on('error', () => undefined)

  return {
    async find(wanted, { words, key, offset, limit, userId }) {
      if (wanted.length === 0) return []
      const name = `find-${wanted.join('-')}`
      const text = statementFor(wanted)
      const values = [words, key, offset, limit, ...(wanted.includes('playlist') ? [userId] : [])]
      const { rows } = await pool.query<FoundRow>({ name, text, values })
      return wanted.map((kind) => {
        const row = rows.find((found) => found.kind === kind)
        return { ids: row?.ids ?? [], total: row?.total ?? 0, rank: row?.rank ?? null }
      })
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
