/** The tables of identity's schema. */
import type { Role } from '@backbeat/runtime/service'
import type { JWK } from 'jose'
import type { ColumnType, Selectable } from 'kysely'

type Json<T> = ColumnType<T, string, string>

interface UserTable {
  id: string
  /** Lower case. */
  name: string
  role: Role
  /** argon2id; null until a password is set. */
  password_hash: string | null
  /** argon2id of the password that the settings last gave, to see when they change. */
  configured_hash: string | null
  enabled: boolean
  created_at: Date
}

interface ClientTable {
  id: string
  name: string
  redirect_uris: Json<string[]>
  /** SHA-256 of its secret, hex; null for public clients. */
  secret_hash: string | null
  created_at: Date
}

interface SigningKeyTable {
  kid: string
  private_jwk: Json<JWK>
  /** It signs from then on, until the next one does. */
  activates_at: Date
}

interface OidcEntryTable {
  model: string
  id: string
  payload: Json<Record<string, unknown>>
  grant_id: string | null
  uid: string | null
  user_code: string | null
  account_id: string | null
  consumed_at: Date | null
  expires_at: Date | null
}

export interface IdentityTables {
  users: UserTable
  clients: ClientTable
  signing_keys: SigningKeyTable
  oidc_entries: OidcEntryTable
}

export type UserRow = Selectable<UserTable>
export type ClientRow = Selectable<ClientTable>
export type SigningKeyRow = Selectable<SigningKeyTable>
