/**
 * What every object store keeps: each sentence of `object-store.ts` as a test. Stores without a disk of their own say
 * so, and their mounts are expected to be refused.
 */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { ErrorCode } from '@backbeat/contracts/errors'
import type { ObjectStore } from './object-store.ts'

export interface ObjectStoreUnderTest {
  store: ObjectStore
  /** The same storage, opened anew. */
  reopen(): Promise<ObjectStore>
  /** A folder to mount, with these files and symbolic links; null where the store cannot mount. */
  folder: ((files: Record<string, string | { link: string }>) => Promise<string>) | null
}

export type OpenObjectStore = (t: TestContext) => Promise<ObjectStoreUnderTest>

export function objectStoreContract(name: string, open: OpenObjectStore): void {
  const contract: Contract = (title, run) => {
    test(`${name}: ${title}`, async (t) => {
      await run(t, await open(t))
    })
  }
  writeTests(contract)
  readTests(contract)
  keyTests(contract)
  mountTests(contract)
}

type Contract = (
  title: string,
  run: (t: TestContext, store: ObjectStoreUnderTest) => unknown,
) => void

function writeTests(contract: Contract): void {
  contract('what was put is read, also after opening anew', async (_, { store, reopen }) => {
    const info = await store.put('a/b/c.bin', bytes('hello'))
    assert.equal(info.key, 'a/b/c.bin')
    assert.equal(info.bytes, 5)
    const again = await reopen()
    assert.equal(await textOf(again, 'a/b/c.bin'), 'hello')
    assert.deepEqual(await again.head('a/b/c.bin'), info)
  })

  contract('a body in chunks is stored whole; an empty one too', async (_, { store }) => {
    const info = await store.put('chunks', chunks(['one ', 'two ', 'three']))
    assert.equal(info.bytes, 13)
    assert.equal(await textOf(store, 'chunks'), 'one two three')
    assert.equal((await store.put('empty', bytes(''))).bytes, 0)
    assert.equal((await store.put('no-chunks', chunks([]))).bytes, 0)
    assert.equal(await textOf(store, 'empty'), '')
    assert.deepEqual(await collect(store.stream('empty')), '')
  })

  contract('put replaces, and the etag changes with the bytes', async (_, { store }) => {
    const first = await store.put('key', bytes('first'))
    const second = await store.put('key', bytes('other'))
    assert.notEqual(first.etag, second.etag)
    assert.ok(!second.etag.includes('"'))
    assert.equal(await textOf(store, 'key'), 'other')
    assert.equal((await store.head('key'))?.etag, second.etag)
  })

  contract('a body that fails midway leaves no trace', async (_, { store }) => {
    await store.put('old', bytes('old bytes'))
    await assert.rejects(store.put('old', failing()), /the source broke/)
    await assert.rejects(store.put('new', failing()), /the source broke/)
    assert.equal(await textOf(store, 'old'), 'old bytes')
    assert.equal(await store.head('new'), null)
    assert.deepEqual(await keysOf(store, ''), ['old'])
  })

  contract('a reader sees the old bytes or all of the new', async (_, { store }) => {
    const bodies = ['a', 'b'].map((letter) => letter.repeat(300_000))
    await store.put('key', bytes(bodies[0] as string))
    const writes = (async () => {
      for (let i = 1; i < 12; i++) await store.put('key', chunks(halves(bodies[i % 2] as string)))
    })()
    let done = false
    void writes.finally(() => {
      done = true
    })
    while (!done) {
      assert.ok(bodies.includes(await textOf(store, 'key')))
      assert.ok(bodies.includes(await collect(store.stream('key'))))
    }
    await writes
  })

  contract('putIfAbsent gives a free key to exactly one', async (_, { store }) => {
    const writers = Array.from({ length: 20 }, (_, i) => store.putIfAbsent('lock', bytes(`${i}`)))
    const outcomes = await Promise.allSettled(writers)
    const winners = outcomes.flatMap(({ status }, i) => (status === 'fulfilled' ? [i] : []))
    assert.equal(winners.length, 1)
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') assert.equal(outcome.reason.code, 'conflict')
    }
    assert.equal(await textOf(store, 'lock'), `${winners[0]}`)
    await rejects(store.putIfAbsent('lock', bytes('late')), 'conflict')
    await store.delete('lock')
    await store.putIfAbsent('lock', bytes('free again'))
  })

  contract('delete is idempotent', async (_, { store }) => {
    await store.put('a/b', bytes('x'))
    await store.delete('a/b')
    await store.delete('a/b')
    await store.delete('never/was')
    assert.equal(await store.head('a/b'), null)
    await rejects(store.read('a/b'), 'not-found')
  })
}

function readTests(contract: Contract): void {
  contract('ranges are inclusive and clamped', async (_, { store }) => {
    await store.put('digits', bytes('0123456789'))
    const range = async (start: number, end: number) => {
      const part = await collect(store.stream('digits', { start, end }))
      assert.equal(await textOf(store, 'digits', { start, end }), part)
      return part
    }
    assert.equal(await range(0, 0), '0')
    assert.equal(await range(2, 5), '2345')
    assert.equal(await range(7, 1_000), '789')
    assert.equal(await range(10, 20), '')
    await rejects(store.read('digits', { start: 5, end: 4 }), 'bad-request')
    await rejects(store.read('digits', { start: -1, end: 4 }), 'bad-request')
  })

  contract('large objects stream in chunks', async (_, { store }) => {
    const body = Buffer.alloc(3 * 2 ** 20, 'backbeat')
    await store.put('large', body)
    let count = 0
    const parts: Uint8Array[] = []
    for await (const chunk of store.stream('large')) {
      count++
      parts.push(chunk)
    }
    assert.ok(count > 1)
    assert.ok(body.equals(Buffer.concat(parts)))
  })

  contract('a stream that is left early lets go', async (_, { store }) => {
    await store.put('large', Buffer.alloc(2 ** 20))
    for (let i = 0; i < 50; i++) {
      for await (const _chunk of store.stream('large')) break
    }
    assert.equal((await store.read('large')).length, 2 ** 20)
  })

  contract('what is absent is null to head and not-found to readers', async (_, { store }) => {
    await store.put('folder/file', bytes('x'))
    for (const key of ['none', 'folder', 'folder/file/below', 'folder/none']) {
      assert.equal(await store.head(key), null)
      await rejects(store.read(key), 'not-found')
      await rejects(collect(store.stream(key)), 'not-found')
    }
  })

  contract('list yields the objects under a prefix with their info', async (_, { store }) => {
    for (const key of ['a/1', 'a/2', 'a/b/3', 'ab/4', 'c']) await store.put(key, bytes(key))
    assert.deepEqual(await keysOf(store, ''), ['a/1', 'a/2', 'a/b/3', 'ab/4', 'c'])
    assert.deepEqual(await keysOf(store, 'a/'), ['a/1', 'a/2', 'a/b/3'])
    assert.deepEqual(await keysOf(store, 'a'), ['a/1', 'a/2', 'a/b/3', 'ab/4'])
    assert.deepEqual(await keysOf(store, 'a/b/3'), ['a/b/3'])
    assert.deepEqual(await keysOf(store, 'none/'), [])
    for await (const info of store.list('a/1')) assert.deepEqual(info, await store.head('a/1'))
  })
}

function keyTests(contract: Contract): void {
  contract('only keys are keys', async (_, { store }) => {
    const bad = ['', '/', '/a', 'a/', 'a//b', '.', '..', '../a', 'a/../b', 'a/./b', 'a\0b']
    for (const key of bad) {
      await rejects(store.put(key, bytes('x')), 'bad-request')
      await rejects(store.putIfAbsent(key, bytes('x')), 'bad-request')
      await rejects(store.head(key), 'bad-request')
      await rejects(store.read(key), 'bad-request')
      await rejects(collect(store.stream(key)), 'bad-request')
      await rejects(store.delete(key), 'bad-request')
    }
    await rejects(collectKeys(store, '../'), 'bad-request')
  })

  contract('keys may hold what titles hold', async (_, { store }) => {
    const keys = [
      'Björk – Jóga (live).ogg',
      'a b/…/50% #1?.flac',
      "it's",
      'event=X/dt=2026-01-01/f',
    ]
    for (const key of keys) await store.put(key, bytes(key))
    for (const key of keys) assert.equal(await textOf(store, key), key)
    assert.deepEqual(await keysOf(store, ''), [...keys].sort())
  })

  contract('a local path, where there is one, holds the bytes', async (t, { store }) => {
    await store.put('a/b', bytes('on disk'))
    const path = store.localPath('a/b')
    if (path === null) return t.diagnostic('this store is remote')
    const { readFile } = await import('node:fs/promises')
    assert.equal(await readFile(path, 'utf8'), 'on disk')
  })
}

function mountTests(contract: Contract): void {
  contract('a mounted folder is read like objects and never written', async (_, under) => {
    const { store, folder } = under
    if (!folder) return refusesMounts(store)
    const directory = await folder({ 'Album/01 Song.ogg': '0123456789', 'cover.jpg': 'jpg' })
    await store.put('library/other', bytes('own'))
    store.mount('library/f1', directory)
    const key = 'library/f1/Album/01 Song.ogg'
    assert.equal(await textOf(store, key, { start: 3, end: 5 }), '345')
    assert.equal(await collect(store.stream(key)), '0123456789')
    assert.equal((await store.head(key))?.bytes, 10)
    assert.deepEqual(await keysOf(store, 'library/'), [
      key,
      'library/f1/cover.jpg',
      'library/other',
    ])
    assert.deepEqual(await keysOf(store, 'library/f1/Alb'), [key])
    await rejects(store.put(key, bytes('x')), 'not-permitted')
    await rejects(store.put('library/f1/new', bytes('x')), 'not-permitted')
    await rejects(store.putIfAbsent('library/f1/new', bytes('x')), 'not-permitted')
    await rejects(store.delete(key), 'not-permitted')
    assert.equal(await textOf(store, key), '0123456789')
  })

  contract('a prefix mounted again shows the other folder', async (_, { store, folder }) => {
    if (!folder) return refusesMounts(store)
    store.mount('library/f1', await folder({ one: '1' }))
    store.mount('library/f1', await folder({ two: '2' }))
    assert.deepEqual(await keysOf(store, 'library/f1/'), ['library/f1/two'])
    assert.equal(await store.head('library/f1/one'), null)
  })

  contract('symbolic links do not lead out of a mount', async (_, { store, folder }) => {
    if (!folder) return refusesMounts(store)
    const secret = await folder({ 'secret.txt': 'secret' })
    const directory = await folder({
      'song.ogg': 'song',
      'inside.ogg': { link: 'song.ogg' },
      'outside.ogg': { link: `${secret}/secret.txt` },
      outside: { link: secret },
      loop: { link: 'loop' },
    })
    store.mount('library/f1', directory)
    assert.equal(await textOf(store, 'library/f1/inside.ogg'), 'song')
    for (const name of ['outside.ogg', 'outside/secret.txt', 'loop']) {
      const key = `library/f1/${name}`
      assert.equal(await store.head(key), null)
      await rejects(store.read(key), 'not-found')
      await rejects(collect(store.stream(key)), 'not-found')
    }
    assert.equal(store.localPath('library/f1/outside/secret.txt'), null)
    assert.deepEqual(await keysOf(store, 'library/f1/'), [
      'library/f1/inside.ogg',
      'library/f1/song.ogg',
    ])
  })
}

function refusesMounts(store: ObjectStore): void {
  assert.throws(() => store.mount('library/f1', '/'), { code: 'bad-request' })
}

const bytes = (text: string): Uint8Array => Buffer.from(text)

async function* chunks(texts: readonly string[]): AsyncIterable<Uint8Array> {
  for (const text of texts) yield bytes(text)
}

async function* failing(): AsyncIterable<Uint8Array> {
  yield bytes('some bytes')
  throw new Error('the source broke')
}

const halves = (text: string): string[] => [text.slice(0, 1_000), text.slice(1_000)]

async function textOf(
  store: ObjectStore,
  key: string,
  range?: { start: number; end: number },
): Promise<string> {
  return Buffer.from(await store.read(key, range)).toString()
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const chunk of stream) parts.push(chunk)
  return Buffer.concat(parts).toString()
}

async function collectKeys(store: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of store.list(prefix)) keys.push(key)
  return keys
}

const keysOf = async (store: ObjectStore, prefix: string): Promise<string[]> =>
  (await collectKeys(store, prefix)).sort()

async function rejects(promise: Promise<unknown>, code: ErrorCode): Promise<void> {
  await assert.rejects(promise, { code })
}
