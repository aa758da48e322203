import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Accounts, third-party apps, signing keys, and what the OpenID provider must remember. */
export const migration: Migration = {
  async up(db) {
    await sql`
      create table users (
        id text primary key,
        name text not null unique check (name = lower(name)),
        role text not null check (role in ('listener', 'curator', 'admin')),
        password_hash text,
        configured_hash text,
        enabled boolean not null default true,
        created_at timestamptz not null
      )`.execute(db)
    await sql`
      create table clients (
        id text primary key,
        name text not null,
        redirect_uris jsonb not null,
        secret_hash text,
        created_at timestamptz not null
      )`.execute(db)
    await sql`
      create table signing_keys (
        kid text primary key,
        private_jwk jsonb not null,
        activates_at timestamptz not null
      )`.execute(db)
    await sql`
      create table oidc_entries (
        model text not null,
        id text not null,
        payload jsonb not null,
        grant_id text,
        uid text,
        user_code text,
        account_id text,
        consumed_at timestamptz,
        expires_at timestamptz,
        primary key (model, id)
      )`.execute(db)
    for (const column of ['grant_id', 'uid', 'user_code', 'account_id', 'expires_at']) {
      const name = sql.id(`oidc_entries_${column}`)
      await sql`
        create index ${name} on oidc_entries (${sql.id(column)})
        where ${sql.id(column)} is not null`.execute(db)
    }
  },
}
