/**
 * Bytes by key: audio, covers, lake files. Keys are `/`-separated, relative, without `.` or `..` parts; any other key
 * throws `bad-request`.
 */

export interface ObjectInfo {
  key: string
  bytes: number
  /** Strong validator, unquoted; changes whenever the bytes do. */
  etag: string
  modifiedMs: number
}

export interface ByteRange {
  /** First byte. */
  start: number
  /** Last byte, inclusive. */
  end: number
}

export interface ObjectStore {
  /**
   * Stores an object, replacing one of the same key. Atomic and durable: readers see the old bytes or all the new ones,
   * also after a crash; a body that fails midway leaves no trace.
   */
  put(key: string, body: Uint8Array | AsyncIterable<Uint8Array>): Promise<ObjectInfo>
  /** Stores only if the key is free; `conflict` otherwise. */
  putIfAbsent(key: string, body: Uint8Array): Promise<ObjectInfo>
  /** Info without bytes, or null if there is no such object. */
  head(key: string): Promise<ObjectInfo | null>
  /** A whole object or a range of it (clamped to its end). `not-found` if absent. */
  read(key: string, range?: ByteRange): Promise<Uint8Array>
  /** The same in chunks, for what is too large for memory. `not-found` is thrown by the first step. */
  stream(key: string, range?: ByteRange): AsyncIterable<Uint8Array>
  /** Objects under a prefix, in no particular order. */
  list(prefix: string): AsyncIterable<ObjectInfo>
  /** Idempotent. */
  delete(key: string): Promise<void>
  /**
   * The object as a path on this machine's disk for programs that need a file, or null where the store is remote. The
   * file must not be written to.
   */
  localPath(key: string): string | null
  /**
   * Makes a folder of this machine readable under a key prefix (`library/<folderId>`); it is never written to. Stores
   * without a disk of their own throw `bad-request`. Mounting a prefix again replaces its folder.
   */
  mount(prefix: string, directory: string): void
}
