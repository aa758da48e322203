/**
 * The objects of `/v1` in the shapes of the Spotify Web API, as Zod schemas (OpenAPI and types follow from them).
 * Fields of our own are marked so; clients that don't know them ignore them. URLs are absolute.
 */
import { z } from 'zod'

const id = z.string().describe('22 base62 characters')
const links = {
  id,
  uri: z.string().describe('spotify:<type>:<id>'),
  href: z.string(),
  external_urls: z.object({ spotify: z.string().describe('The page in our player') }),
}

/** One of three sizes, largest first: 640, 300 and 64 px. */
export const imageSchema = z
  .object({ url: z.string(), width: z.number().nullable(), height: z.number().nullable() })
  .meta({ id: 'Image' })
export type Image = z.infer<typeof imageSchema>

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    href: z.string(),
    items: z.array(item),
    limit: z.number().int(),
    next: z.string().nullable().describe('Absolute URL of the next page'),
    offset: z.number().int(),
    previous: z.string().nullable(),
    total: z.number().int(),
  })
/** A page of anything; `next` and `previous` are absolute URLs. */
export interface Page<T> {
  href: string
  items: T[]
  limit: number
  next: string | null
  offset: number
  previous: string | null
  total: number
}

export const simplifiedArtistSchema = z
  .object({ ...links, name: z.string(), type: z.literal('artist') })
  .meta({ id: 'SimplifiedArtist' })
export type SimplifiedArtist = z.infer<typeof simplifiedArtistSchema>

export const artistSchema = simplifiedArtistSchema
  .extend({
    images: z.array(imageSchema),
    genres: z.array(z.string()),
    followers: z.object({ href: z.null(), total: z.number() }),
    popularity: z.number(),
    album_count: z.number().describe('Own field'),
    track_count: z.number().describe('Own field'),
    added_at: z.string().describe('Own field: when its first track came, ISO 8601'),
  })
  .meta({ id: 'Artist' })
export type Artist = z.infer<typeof artistSchema>

export const simplifiedAlbumSchema = z
  .object({
    ...links,
    name: z.string(),
    type: z.literal('album'),
    album_type: z.enum(['album', 'single', 'compilation']),
    album_group: z
      .enum(['album', 'single', 'compilation', 'appears_on'])
      .optional()
      .describe('In an artist’s albums only'),
    artists: z.array(simplifiedArtistSchema),
    images: z.array(imageSchema).describe('Empty without a cover'),
    release_date: z.string().describe('`1999`, `1999-03`, `1999-03-01`; `0000` if unknown'),
    release_date_precision: z.enum(['year', 'month', 'day']),
    total_tracks: z.number(),
    available_markets: z.array(z.string()),
    genres: z.array(z.string()).optional().describe('Absent inside a track'),
    label: z.string().nullable().optional().describe('Absent inside a track'),
    duration_ms: z.number().optional().describe('Own field; absent inside a track'),
    added_at: z.string().optional().describe('Own field; absent inside a track'),
  })
  .meta({ id: 'SimplifiedAlbum' })
export type SimplifiedAlbum = z.infer<typeof simplifiedAlbumSchema>

export const simplifiedTrackSchema = z
  .object({
    ...links,
    name: z.string(),
    type: z.literal('track'),
    artists: z.array(simplifiedArtistSchema),
    disc_number: z.number(),
    track_number: z.number(),
    duration_ms: z.number(),
    explicit: z.boolean(),
    is_local: z.boolean(),
    is_playable: z.boolean(),
    preview_url: z.null(),
    available_markets: z.array(z.string()),
    genres: z.array(z.string()).describe('Own field'),
    has_lyrics: z.boolean().describe('Own field'),
    added_at: z.string().describe('Own field: when the file came'),
    replay_gain: z
      .object({ track: z.number().nullable(), album: z.number().nullable() })
      .describe('Own field, dB'),
    codec: z.string().describe('Own field: of the source file, e.g. `flac`'),
    bitrate_kbps: z.number().describe('Own field: of the source file'),
  })
  .meta({ id: 'SimplifiedTrack' })
export type SimplifiedTrack = z.infer<typeof simplifiedTrackSchema>

export const trackSchema = simplifiedTrackSchema
  .extend({
    album: simplifiedAlbumSchema,
    external_ids: z.object({ isrc: z.string().optional() }),
    popularity: z.number(),
  })
  .meta({ id: 'Track' })
export type Track = z.infer<typeof trackSchema>

export const albumSchema = simplifiedAlbumSchema
  .extend({
    genres: z.array(z.string()),
    label: z.string().nullable(),
    duration_ms: z.number().describe('Own field'),
    added_at: z.string().describe('Own field'),
    tracks: pageOf(simplifiedTrackSchema).describe('The first 50 by disc and number'),
    copyrights: z.array(z.object({ text: z.string(), type: z.string() })),
    external_ids: z.object({}),
    popularity: z.number(),
  })
  .meta({ id: 'Album' })
export type Album = z.infer<typeof albumSchema>

export const userSchema = z
  .object({
    ...links,
    display_name: z.string(),
    type: z.literal('user'),
    images: z.array(imageSchema),
    followers: z.object({ href: z.null(), total: z.number() }),
  })
  .meta({ id: 'User' })
export type User = z.infer<typeof userSchema>

export const privateUserSchema = userSchema
  .extend({
    country: z.string(),
    email: z.null().describe('Accounts here have none'),
    product: z.enum(['premium', 'free']),
    explicit_content: z.object({ filter_enabled: z.boolean(), filter_locked: z.boolean() }),
    roles: z.array(z.enum(['listener', 'curator', 'admin'])).describe('Own field'),
  })
  .meta({ id: 'PrivateUser' })
export type PrivateUser = z.infer<typeof privateUserSchema>

const ownerSchema = userSchema.omit({ followers: true, images: true })
const playlistFields = {
  ...links,
  name: z.string(),
  type: z.literal('playlist'),
  description: z.string().nullable(),
  collaborative: z.boolean(),
  public: z.boolean(),
  owner: ownerSchema,
  images: z.array(imageSchema).describe('The cover of its first track that has one'),
  snapshot_id: z.string(),
  primary_color: z.null(),
  duration_ms: z.number().nullable().optional().describe('Own field; single playlist only'),
  deleted_at: z.string().optional().describe('Own field: restorable until 30 days after'),
}
const itemsLink = z.object({ href: z.string(), total: z.number() })

export const simplifiedPlaylistSchema = z
  .object({
    ...playlistFields,
    tracks: itemsLink,
    items: itemsLink.describe('Same as tracks: the newer name'),
  })
  .meta({ id: 'SimplifiedPlaylist' })
export type SimplifiedPlaylist = z.infer<typeof simplifiedPlaylistSchema>

export const playlistItemSchema = z
  .object({
    added_at: z.string(),
    added_by: ownerSchema.omit({ display_name: true }),
    is_local: z.boolean(),
    primary_color: z.null(),
    track: trackSchema.nullable().describe('Null if the track left the catalog'),
    item: trackSchema.nullable().describe('Same as track: the newer name'),
  })
  .meta({ id: 'PlaylistItem' })
export type PlaylistItem = z.infer<typeof playlistItemSchema>

export const playlistSchema = z
  .object({
    ...playlistFields,
    followers: z.object({ href: z.null(), total: z.number() }),
    tracks: pageOf(playlistItemSchema).describe('The first 100'),
    items: pageOf(playlistItemSchema).describe('Same as tracks: the newer name'),
  })
  .meta({ id: 'Playlist' })
export type Playlist = z.infer<typeof playlistSchema>

export const snapshotSchema = z.object({ snapshot_id: z.string() }).meta({ id: 'Snapshot' })

export const savedTrackSchema = z
  .object({ added_at: z.string(), track: trackSchema })
  .meta({ id: 'SavedTrack' })
export type SavedTrack = z.infer<typeof savedTrackSchema>

export const savedAlbumSchema = z
  .object({ added_at: z.string(), album: albumSchema })
  .meta({ id: 'SavedAlbum' })
export type SavedAlbum = z.infer<typeof savedAlbumSchema>

const cursorFields = { href: z.string(), limit: z.number().int(), next: z.string().nullable() }

export const followedArtistsSchema = z
  .object({
    artists: z.object({
      ...cursorFields,
      items: z.array(artistSchema),
      total: z.number().int(),
      cursors: z.object({ after: z.string().nullable() }),
    }),
  })
  .meta({ id: 'FollowedArtists' })
export type FollowedArtists = z.infer<typeof followedArtistsSchema>

export const playHistorySchema = z
  .object({
    track: trackSchema,
    played_at: z.string(),
    context: z
      .object({
        type: z.string(),
        uri: z.string(),
        href: z.string(),
        external_urls: z.object({ spotify: z.string() }),
      })
      .nullable()
      .describe('What it was played from'),
  })
  .meta({ id: 'PlayHistory' })
export type PlayHistory = z.infer<typeof playHistorySchema>

export const recentlyPlayedSchema = z
  .object({
    ...cursorFields,
    items: z.array(playHistorySchema),
    cursors: z
      .object({ after: z.string(), before: z.string() })
      .nullable()
      .describe('Milliseconds since 1970 as text; null if there are no items'),
  })
  .meta({ id: 'RecentlyPlayed' })
export type RecentlyPlayed = z.infer<typeof recentlyPlayedSchema>

export const searchAnswerSchema = z
  .object({
    artists: pageOf(artistSchema).optional(),
    albums: pageOf(simplifiedAlbumSchema).optional(),
    tracks: pageOf(trackSchema).optional(),
    playlists: pageOf(simplifiedPlaylistSchema).optional(),
    best: z
      .object({ type: z.enum(['artist', 'album', 'track', 'playlist']), id })
      .nullable()
      .describe('Own field: the best match of all, found among the items of its kind'),
  })
  .meta({ id: 'SearchAnswer' })
export type SearchAnswer = z.infer<typeof searchAnswerSchema>

/** The error shape of `/v1`. */
export const spotifyErrorSchema = z
  .object({
    error: z.object({ status: z.number(), message: z.string(), reason: z.string().optional() }),
  })
  .meta({ id: 'Error' })
export type SpotifyError = z.infer<typeof spotifyErrorSchema>
