/** Objects as files for DuckDB: where they lie, or copies in a temporary folder if the store is elsewhere. */
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ObjectStore } from '@backbeat/ports/object-store'

export interface LocalFiles {
  pathOf(key: string): Promise<string>
  remove(): Promise<void>
}

export async function localFiles(objects: ObjectStore): Promise<LocalFiles> {
  let folder: string | null = null
  return {
    async pathOf(key) {
      const local = objects.localPath(key)
      if (local !== null) return local
      folder ??= await mkdtemp(join(tmpdir(), 'backbeat-lake-'))
      const path = join(folder, key)
      await mkdir(dirname(path), { recursive: true })
      await pipeline(Readable.from(objects.stream(key)), createWriteStream(path))
      return path
    },
    async remove() {
      if (folder !== null) await rm(folder, { recursive: true, force: true })
    },
  }
}
