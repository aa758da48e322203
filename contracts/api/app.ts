/**
 * `/app/v1`: what our own player and command line need beyond `/v1`. Objects are Spotify-shaped (`spotify.ts`); lists
 * are `{items, total, offset, limit}` with `?offset=0&limit=50` (limit ≤ 500). Errors are RFC 9457 problems.
 */
import { z } from 'zod'
import {
  artistSchema,
  simplifiedAlbumSchema,
  simplifiedPlaylistSchema,
  trackSchema,
} from './spotify.ts'

export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    total: z.number().int(),
    offset: z.number().int(),
    limit: z.number().int(),
  })
export interface List<T> {
  items: T[]
  total: number
  offset: number
  limit: number
}

/** `GET /app/v1/session`, public: what the first page needs to know. */
export const sessionSchema = z
  .object({
    setupNeeded: z.boolean().describe('There is no administrator yet'),
    registrationOpen: z.boolean(),
    version: z.string(),
    signedOutDemo: z.boolean(),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof sessionSchema>

/** `POST /app/v1/setup`, public while `setupNeeded`: 204. */
export const setupBodySchema = z
  .object({
    password: z.string().min(10).max(200).describe('Of the user `admin`'),
    musicFolder: z.string().max(4096).optional().describe('Absolute; its import starts at once'),
  })
  .meta({ id: 'Setup' })
export type SetupBody = z.infer<typeof setupBodySchema>

const shelf = { id: z.string(), title: z.string() }
export const shelfSchema = z
  .discriminatedUnion('kind', [
    z.object({ ...shelf, kind: z.literal('albums'), items: z.array(simplifiedAlbumSchema) }),
    z.object({ ...shelf, kind: z.literal('tracks'), items: z.array(trackSchema) }),
    z.object({ ...shelf, kind: z.literal('artists'), items: z.array(artistSchema) }),
    z.object({ ...shelf, kind: z.literal('playlists'), items: z.array(simplifiedPlaylistSchema) }),
  ])
  .meta({ id: 'Shelf' })
export type Shelf = z.infer<typeof shelfSchema>

/** `GET /app/v1/home`: shelves that are not empty, in the order to show them. */
export const homeSchema = z.object({ shelves: z.array(shelfSchema) }).meta({ id: 'Home' })
export type Home = z.infer<typeof homeSchema>

export const genreSchema = z
  .object({ name: z.string(), track_count: z.number(), album_count: z.number() })
  .meta({ id: 'Genre' })
export type Genre = z.infer<typeof genreSchema>

/** `GET /app/v1/tracks/{id}/lyrics`; `lines` is empty when the lyrics have no times. */
export const lyricsSchema = z
  .object({
    text: z.string(),
    lines: z.array(z.object({ timeMs: z.number(), text: z.string() })),
  })
  .meta({ id: 'Lyrics' })

/** `GET /app/v1/stats` */
export const statsSchema = z
  .object({
    artists: z.number(),
    albums: z.number(),
    tracks: z.number(),
    durationMs: z.number(),
    bytes: z.number(),
  })
  .meta({ id: 'Stats' })
export type Stats = z.infer<typeof statsSchema>

/** `GET /app/v1/me/top/albums?range=short_term|medium_term|long_term` */
export const topAlbumSchema = simplifiedAlbumSchema
  .extend({ plays: z.number(), played_ms: z.number() })
  .meta({ id: 'TopAlbum' })
export type TopAlbum = z.infer<typeof topAlbumSchema>

/** `GET|POST|DELETE /app/v1/folders` (curator): POST and DELETE take `{path}`. */
export const folderSchema = z.object({ id: z.string(), path: z.string() }).meta({ id: 'Folder' })
export type Folder = z.infer<typeof folderSchema>
export const folderBodySchema = z.object({ path: z.string().min(1).max(4096) })

/** `POST /app/v1/imports` (curator) → 202 with the progress, as `GET /app/v1/imports/current`. */
export const importBodySchema = z.object({
  dryRun: z.boolean().optional().describe('Tells what would change, changes nothing'),
  paths: z.array(z.string().max(4096)).max(100).optional().describe('Default: every folder'),
})
export const importProgressSchema = z
  .object({
    state: z.enum(['idle', 'scanning', 'importing', 'done', 'failed']),
    error: z.string().nullable(),
    startedAt: z.string().nullable(),
    finishedAt: z.string().nullable(),
    folders: z.array(z.string()),
    filesFound: z.number(),
    filesDone: z.number(),
    added: z.number(),
    changed: z.number(),
    moved: z.number(),
    unchanged: z.number(),
    removed: z.number(),
    failures: z.array(z.object({ path: z.string(), reason: z.string() })),
    failureCount: z.number(),
  })
  .meta({ id: 'ImportProgress' })

const roleSchema = z.enum(['listener', 'curator', 'admin'])
/** `GET|POST /app/v1/users` (a list), `PATCH /app/v1/users/{id}` (admin). */
export const accountSchema = z
  .object({
    id: z.string(),
    name: z.string().describe('What the user signs in with'),
    role: roleSchema,
    enabled: z.boolean(),
    createdAt: z.string(),
  })
  .meta({ id: 'Account' })
export type Account = z.infer<typeof accountSchema>
export const newAccountSchema = z
  .object({
    name: z.string().min(1).max(64).describe('a-z, digits, and . _ - between them'),
    password: z.string().min(10).max(200),
    role: roleSchema.optional(),
  })
  .meta({ id: 'NewAccount' })
export type NewAccount = z.infer<typeof newAccountSchema>
export const accountPatchSchema = z
  .object({
    password: z.string().min(10).max(200).optional(),
    role: roleSchema.optional(),
    enabled: z.boolean().optional(),
  })
  .meta({ id: 'AccountPatch' })
export type AccountPatch = z.infer<typeof accountPatchSchema>

/** `POST /app/v1/me/password`: 204; ends the other sessions. */
export const passwordBodySchema = z
  .object({ current: z.string().max(200), next: z.string().min(10).max(200) })
  .meta({ id: 'PasswordChange' })

/** `GET|POST /app/v1/clients` (a list), `DELETE /app/v1/clients/{id}` (admin): third-party apps. */
export const clientSchema = z
  .object({
    clientId: z.string(),
    name: z.string(),
    redirectUris: z.array(z.string()),
    confidential: z.boolean(),
    createdAt: z.string(),
  })
  .meta({ id: 'Client' })
export type Client = z.infer<typeof clientSchema>
export const newClientSchema = z
  .object({
    name: z.string().min(1).max(100),
    redirectUris: z.array(z.string().max(2000)).max(20).optional(),
    confidential: z.boolean().optional().describe('Has a secret, which is shown once'),
  })
  .meta({ id: 'NewClient' })
export const createdClientSchema = clientSchema
  .extend({ clientSecret: z.string().nullish() })
  .meta({ id: 'CreatedClient' })

/** `POST /app/v1/tokens` (operator): prints as `npx backbeat token`. */
export const tokenBodySchema = z.object({
  user: z.string().min(1).max(64),
  scope: z.string().max(2000).default(''),
})
export const tokenAnswerSchema = z
  .object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.number(),
    scope: z.string(),
  })
  .meta({ id: 'AccessToken' })

/** `POST /audio/v1/prioritize`: tracks about to be played; their renditions are made first. */
export const prioritizeBodySchema = z.object({ trackIds: z.array(z.string()).max(100) })
