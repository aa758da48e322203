/**
 * Who may do what. A role can do all that the roles before it can; an access token carries the scopes that were asked
 * for and that the role of its user allows.
 */

import { type Role, roles } from '@backbeat/runtime/service'
import { AbilityBuilder, createMongoAbility, type MongoAbility } from '@casl/ability'

type Action = 'read' | 'manage' | 'grant'
type Subject = 'user' | 'client' | ScopeKind
type ScopeKind = 'listening' | 'curating' | 'administration'
export type Ability = MongoAbility<[Action, Subject]>

/** Each scope with what it lets an app do, as the consent page says it. */
const scopeCatalogue = {
  'user-library-read': ['listening', 'See your liked songs and saved albums'],
  'user-library-modify': ['listening', 'Change your liked songs and saved albums'],
  'playlist-read-private': ['listening', 'See your private playlists'],
  'playlist-modify-public': ['listening', 'Make and change public playlists of yours'],
  'playlist-modify-private': ['listening', 'Make and change private playlists of yours'],
  'user-read-recently-played': ['listening', 'See what you played recently'],
  'user-top-read': ['listening', 'See what you play most'],
  'user-read-private': ['listening', 'See your account and your role'],
  'user-read-email': ['listening', 'See your account name'],
  'user-follow-read': ['listening', 'See whom you follow'],
  'user-follow-modify': ['listening', 'Change whom you follow'],
  streaming: ['listening', 'Play music for you'],
  'user-read-playback-state': ['listening', 'See what is playing'],
  'user-modify-playback-state': ['listening', 'Control what is playing'],
  'events:write': ['listening', 'Add to your listening history'],
  'catalog:write': ['curating', 'Change the music catalog'],
  admin: ['administration', 'Administer this installation'],
} as const satisfies Record<string, readonly [ScopeKind, string]>

export type Scope = keyof typeof scopeCatalogue

export const scopes = Object.keys(scopeCatalogue) as Scope[]
export const isScope = (scope: string): scope is Scope => Object.hasOwn(scopeCatalogue, scope)
export const wordsFor = (scope: Scope): string => scopeCatalogue[scope][1]

/** The role with those it includes. */
export const rolesWithin = (role: Role): Role[] => roles.slice(0, roles.indexOf(role) + 1)

export function abilityOf(held: readonly Role[]): Ability {
  const { can, build } = new AbilityBuilder<Ability>(createMongoAbility)
  if (held.length > 0) {
    can('read', 'user')
    can('grant', 'listening')
  }
  if (held.includes('curator') || held.includes('admin')) can('grant', 'curating')
  if (held.includes('admin')) {
    can('manage', ['user', 'client'])
    can('grant', 'administration')
  }
  return build()
}

export function scopesAllowed(role: Role): Scope[] {
  const ability = abilityOf([role])
  return scopes.filter((scope) => ability.can('grant', scopeCatalogue[scope][0]))
}
