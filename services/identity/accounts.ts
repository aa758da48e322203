/**
 * Accounts: made, changed, signed in. Whatever takes a right away (a new password, a disabled account, a lower role)
 * also ends the account's sessions and refresh tokens.
 */
import { BackbeatError } from '@backbeat/contracts/errors'
import { newId } from '@backbeat/contracts/ids'
import type { Clock } from '@backbeat/runtime/clock'
import type { Outbox } from '@backbeat/runtime/outbox'
import type { Role } from '@backbeat/runtime/service'
import type { Kysely } from 'kysely'
import { checkPasswordRule, decoyHash, hashPassword, passwordMatches } from './passwords.ts'
import { deleteEntriesOfAccount } from './store/oidc-entries.ts'
import type { IdentityTables, UserRow } from './store/tables.ts'
import * as store from './store/users.ts'

const administratorName = 'admin'
const namePattern = /^[a-z0-9](?:[a-z0-9._-]{0,30}[a-z0-9])?$/
const nameRule = 'A user name has 1 to 32 characters: letters a-z, digits, and . _ - between them.'

export interface AccountDeps {
  db: Kysely<IdentityTables>
  outbox: Outbox
  clock: Clock
}

export type Accounts = ReturnType<typeof createAccounts>

export function createAccounts(deps: AccountDeps) {
  const { db } = deps
  void decoyHash()
  return {
    byId: (id: string) => store.userById(db, id),
    byName: (name: string) => store.userByName(db, normalName(name)),
    page: (offset: number, limit: number) => store.usersPage(db, offset, limit),
    create: (account: NewAccount) => create(deps, account),
    change: (id: string, change: AccountChange) => changeAccount(deps, id, change),
    changeOwnPassword: (id: string, current: string, next: string) =>
      changeOwnPassword(deps, id, current, next),
    authenticate: (name: string, password: string) => authenticate(db, name, password),
    setupNeeded: async () => !(await store.hasAdministrator(db)),
    setUp: (password: string) => setUp(deps, password),
    applyConfiguredPassword: (password: string) => applyConfiguredPassword(deps, password),
  }
}

const normalName = (name: string): string => name.trim().toLowerCase()

export interface NewAccount {
  name: string
  password: string
  role: Role
}

async function create(deps: AccountDeps, account: NewAccount): Promise<UserRow> {
  const name = normalName(account.name)
  if (!namePattern.test(name)) throw new BackbeatError('bad-request', nameRule)
  checkPasswordRule(account.password)
  const row = newRow(deps, name, account.role, await hashPassword(account.password))
  return deps.db.transaction().execute(async (trx) => {
    if (!(await store.insertUser(trx, row))) {
      throw new BackbeatError('conflict', `The user name ${name} is taken.`)
    }
    await tellRegistered(deps, trx, row)
    return row
  })
}

const newRow = (deps: AccountDeps, name: string, role: Role, hash: string | null): UserRow => ({
  id: newId(),
  name,
  role,
  password_hash: hash,
  configured_hash: null,
  enabled: true,
  created_at: new Date(deps.clock()),
})

const tellRegistered = (deps: AccountDeps, trx: Kysely<IdentityTables>, user: UserRow) =>
  deps.outbox.write(trx, [
    {
      type: 'identity.user-registered',
      data: { registeredUserId: user.id, role: user.role },
      userId: user.id,
    },
  ])

/** Undefined for an unknown name, a wrong password and a disabled account alike, after the same work. */
async function authenticate(
  db: Kysely<IdentityTables>,
  name: string,
  password: string,
): Promise<UserRow | undefined> {
  const user = await store.userByName(db, normalName(name))
  const matches = await passwordMatches(user?.password_hash, password)
  return matches && user?.enabled ? user : undefined
}

export interface AccountChange {
  role?: Role | undefined
  enabled?: boolean | undefined
  password?: string | undefined
}

async function changeAccount(
  deps: AccountDeps,
  id: string,
  change: AccountChange,
): Promise<UserRow> {
  if (change.password !== undefined) checkPasswordRule(change.password)
  const hash = change.password === undefined ? undefined : await hashPassword(change.password)
  return deps.db.transaction().execute(async (trx) => {
    await store.lockAdministration(trx)
    const user = await store.userById(trx, id)
    if (!user) throw new BackbeatError('not-found', 'There is no such user.')
    const updated = {
      role: change.role ?? user.role,
      enabled: change.enabled ?? user.enabled,
      password_hash: hash ?? user.password_hash,
    }
    const administers = updated.role === 'admin' && updated.enabled
    if (user.role === 'admin' && !administers && !(await store.hasAdministrator(trx, id))) {
      throw new BackbeatError('conflict', 'This is the only administrator; make another one first.')
    }
    if (hash || !updated.enabled || updated.role !== user.role) {
      await deleteEntriesOfAccount(trx, id)
    }
    return (await store.updateUser(trx, id, updated)) as UserRow
  })
}

async function changeOwnPassword(
  deps: AccountDeps,
  id: string,
  current: string,
  next: string,
): Promise<void> {
  const user = await store.userById(deps.db, id)
  if (!(await passwordMatches(user?.password_hash, current))) {
    throw new BackbeatError('not-permitted', 'The current password is not right.')
  }
  await changeAccount(deps, id, { password: next })
}

/** Gives the administrator the first password; only while no administrator has one. */
async function setUp(deps: AccountDeps, password: string): Promise<UserRow> {
  checkPasswordRule(password)
  const hash = await hashPassword(password)
  return deps.db.transaction().execute(async (trx) => {
    await store.lockAdministration(trx)
    if (await store.hasAdministrator(trx)) {
      throw new BackbeatError('conflict', 'The administrator is set up already: sign in instead.')
    }
    return putAdministrator(deps, trx, { password_hash: hash })
  })
}

/** The password from the settings counts at the first start and whenever it differs from the last one given there. */
async function applyConfiguredPassword(deps: AccountDeps, password: string): Promise<void> {
  const user = await store.userByName(deps.db, administratorName)
  if (user && (await passwordMatches(user.configured_hash, password))) return
  const hash = await hashPassword(password)
  await deps.db.transaction().execute(async (trx) => {
    await store.lockAdministration(trx)
    await putAdministrator(deps, trx, { password_hash: hash, configured_hash: hash })
  })
}

async function putAdministrator(
  deps: AccountDeps,
  trx: Kysely<IdentityTables>,
  hashes: { password_hash: string; configured_hash?: string },
): Promise<UserRow> {
  const known = await store.userByName(trx, administratorName)
  if (!known) {
    const row = { ...newRow(deps, administratorName, 'admin', null), ...hashes }
    await store.insertUser(trx, row)
    await tellRegistered(deps, trx, row)
    return row
  }
  await deleteEntriesOfAccount(trx, known.id)
  const change = { ...hashes, role: 'admin' as const, enabled: true }
  return (await store.updateUser(trx, known.id, change)) as UserRow
}
