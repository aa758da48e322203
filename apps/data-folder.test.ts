import assert from 'node:assert/strict'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { testFolder } from '@backbeat/runtime/testing'
import { controlFile, openDataFolder } from './data-folder.ts'

test('a folder in use is refused, and free again after release', async (t) => {
  const path = await testFolder(t)
  const first = await openDataFolder(path)
  await assert.rejects(openDataFolder(path), {
    code: 'start-failed',
    message: new RegExp(`is in use by another run \\(process ${process.pid}\\)`),
  })
  await first.release()
  await (await openDataFolder(path)).release()
})

test('a lock left by a process that ended is taken over, also if its id is used again', async (t) => {
  const path = await testFolder(t)
  await (await openDataFolder(path)).release()
  for (const stale of ['999999999 1', `${process.pid} 1`, '']) {
    await writeFile(join(path, 'run/backbeat.lock'), stale)
    await (await openDataFolder(path)).release()
  }
})

test('secrets differ by purpose, stay the same over restarts and are private', async (t) => {
  const path = await testFolder(t)
  const first = await openDataFolder(path)
  const [a, b] = [first.secret('a'), first.secret('b')]
  await first.release()
  const again = await openDataFolder(path)
  assert.equal(again.secret('a'), a)
  assert.notEqual(a, b)
  assert.equal((await stat(join(path, 'secret'))).mode & 0o077, 0)
  await again.release()
})

test('what it announces is private and gone after release', async (t) => {
  const path = await testFolder(t)
  const folder = await openDataFolder(path)
  await folder.announce({ url: 'http://127.0.0.1:1', token: 't' })
  assert.equal((await stat(controlFile(path))).mode & 0o077, 0)
  assert.equal(JSON.parse(await readFile(controlFile(path), 'utf8')).url, 'http://127.0.0.1:1')
  await folder.release()
  await assert.rejects(readFile(controlFile(path)), { code: 'ENOENT' })
})
