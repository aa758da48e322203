import assert from 'node:assert/strict'
import { mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { objectStoreContract } from '@backbeat/ports/object-store.contract'
import { testFolder } from '@backbeat/runtime/testing'
import { fileObjectStore } from './object-store.ts'

objectStoreContract('files', async (t) => {
  const root = await testFolder(t)
  return {
    store: fileObjectStore(root),
    reopen: async () => fileObjectStore(root),
    async folder(files) {
      const folder = await testFolder(t)
      for (const [name, content] of Object.entries(files)) {
        const path = join(folder, name)
        await mkdir(dirname(path), { recursive: true })
        if (typeof content === 'string') await writeFile(path, content)
        else await symlink(content.link, path)
      }
      return folder
    },
  }
})

test('leftovers of a crash are removed when they are a day old', async (t) => {
  const root = await testFolder(t)
  await fileObjectStore(root).put('key', Buffer.from('x'))
  const incoming = join(root, '.incoming')
  await writeFile(join(incoming, 'old'), 'half')
  await writeFile(join(incoming, 'young'), 'half')
  const dayAgo = Date.now() / 1_000 - 86_500
  await utimes(join(incoming, 'old'), dayAgo, dayAgo)
  await fileObjectStore(root).put('key', Buffer.from('y'))
  assert.deepEqual(await readdir(incoming), ['young'])
})

test('a store may lie under a symbolic link', async (t) => {
  const root = await testFolder(t)
  await mkdir(join(root, 'real'))
  await symlink('real', join(root, 'linked'))
  const store = fileObjectStore(join(root, 'linked'))
  await store.put('a/b', Buffer.from('x'))
  assert.equal(Buffer.from(await store.read('a/b')).toString(), 'x')
})
