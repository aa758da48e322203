/** What endpoints are made of. */
import type { CatalogReader } from './catalog-reader.ts'
import type { Peers } from './peers.ts'
import type { UserDirectory } from './user-directory.ts'

export interface Dependencies {
  peers: Peers
  catalog: CatalogReader
  users: UserDirectory
  /** Public address without trailing slash. */
  base: string
}
