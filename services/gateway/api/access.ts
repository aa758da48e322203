/**
 * Who may call a route: declared next to each route, checked here, before its input is even read. A role includes the
 * lesser ones; the scope `*` is held by the operator alone.
 */
import { BackbeatError } from '@backbeat/contracts/errors'
import { type Caller, type Role, roles } from '@backbeat/runtime/service'

export type Access =
  | 'public'
  | {
      /** All of them. */
      scopes?: readonly string[]
      /** One of them is enough. */
      anyScope?: readonly string[]
      /** At least this one. */
      role?: Role
      /** A token of a listener, not one that an application got for itself (client credentials). */
      user?: boolean
    }

/** Throws `not-authenticated`, `scope-missing` or `not-permitted`. */
export function requireAccess(access: Access, caller: Caller | null): void {
  if (access === 'public') return
  if (!caller) throw new BackbeatError('not-authenticated')
  // What an application got for itself carries no roles.
  if (needsUser(access) && caller.roles.length === 0) {
    throw new BackbeatError('not-permitted', 'This needs the token of a user.')
  }
  const has = (scope: string) => caller.scopes.includes(scope) || caller.scopes.includes('*')
  if (access.scopes && !access.scopes.every(has)) throw new BackbeatError('scope-missing')
  if (access.anyScope && !access.anyScope.some(has)) throw new BackbeatError('scope-missing')
  if (access.role && !hasRole(caller, access.role)) throw new BackbeatError('not-permitted')
}

const needsUser = (access: Exclude<Access, 'public'>): boolean =>
  Boolean(access.user || access.scopes || access.anyScope || access.role)

function hasRole(caller: Caller, least: Role): boolean {
  return caller.roles.some((role) => roles.indexOf(role) >= roles.indexOf(least))
}

/** The requirement as a sentence, for the OpenAPI document. */
export function describeAccess(access: Access): string {
  if (access === 'public') return 'Needs no token.'
  const parts = [
    ...(access.scopes ?? []).map((scope) => `scope \`${scope}\``),
    ...(access.anyScope ? [`scope ${access.anyScope.map((s) => `\`${s}\``).join(' or ')}`] : []),
    ...(access.role ? [`role \`${access.role}\``] : []),
  ]
  if (parts.length > 0) return `Needs ${parts.join(' and ')}.`
  return access.user ? 'Needs the token of a user.' : 'Needs any token.'
}
