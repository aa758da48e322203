/** Waits for changes of a folder's files; remembers one that came while nobody waited. */
import { watch } from 'node:fs'
import { pauseFor } from '@backbeat/runtime/retry-pauses'

export interface FolderChanges {
  /** Resolves at a change or after the time: some file systems send no notice. */
  wait(ms: number, signal: AbortSignal): Promise<void>
  close(): void
}

export function watchFolder(folder: string, suffix: string): FolderChanges {
  let changed = false
  let wake: () => void = () => undefined
  const watcher = watch(folder, { persistent: false }, (_kind, name) => {
    if (name !== null && !name.endsWith(suffix)) return
    changed = true
    wake()
  })
  watcher.on('error', () => watcher.close())
  return {
    close: () => watcher.close(),
    async wait(ms, signal) {
      if (!changed) {
        const woken = new AbortController()
        wake = () => woken.abort()
        await pauseFor(ms, AbortSignal.any([signal, woken.signal]))
      }
      changed = false
    },
  }
}
