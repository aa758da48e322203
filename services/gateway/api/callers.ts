/** Callers that no access token names. */
import type { Caller } from '@backbeat/runtime/service'

/** Whoever can read the data folder's control file commands this installation. */
export const operator: Caller = {
  userId: 'operator',
  roles: ['admin'],
  scopes: ['*'],
  clientId: 'backbeat-cli',
}

export const nobody: Caller = { userId: '', roles: [], scopes: [], clientId: '' }
