import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { createProducer } from './producer.ts'
import { quietLogger, testFolder } from './testing.ts'

const clock = () => 1_800_000_000_000
const searched = { query: 'beat', types: ['track'], resultCount: 3 }

test('each start of a producer is a new epoch with a file and a sequence of its own', async (t) => {
  const spoolDir = await testFolder(t)
  for (const epoch of [1, 2]) {
    const producer = await createProducer({ name: 'search', spoolDir, clock, log: quietLogger })
    producer.emit('search.searched', searched, { userId: 'u1' })
    producer.emit('search.searched', searched)
    await producer.close()
    const lines = await linesOf(spoolDir, `${epoch}-0.ndjson`)
    assert.deepEqual(
      lines.map(({ sequence, userId, time, type }) => ({ sequence, userId, time, type })),
      [
        { sequence: 0, userId: 'u1', time: clock(), type: 'search.searched' },
        { sequence: 1, userId: null, time: clock(), type: 'search.searched' },
      ],
    )
  }
})

test('producers that start together share the name of their installation', async (t) => {
  const spoolDir = await testFolder(t)
  const names = Array.from({ length: 8 }, (_, i) => `p${i}`)
  await Promise.all(
    names.map(async (name) =>
      (await createProducer({ name, spoolDir, clock, log: quietLogger })).close(),
    ),
  )
  const folders = (await readdir(spoolDir)).filter((name) => name !== 'installation')
  assert.equal(folders.length, 8)
  assert.equal(new Set(folders.map((folder) => folder.split('@')[1])).size, 1)
})

test('a full file is followed by the next', async (t) => {
  const spoolDir = await testFolder(t)
  const limits = { fileBytesMax: 300 }
  const producer = await createProducer({
    name: 'search',
    spoolDir,
    clock,
    log: quietLogger,
    limits,
  })
  for (let i = 0; i < 4; i++) {
    producer.emit('search.searched', searched)
    await producer.flush()
  }
  await producer.close()
  const first = await linesOf(spoolDir, '1-0.ndjson')
  const second = await linesOf(spoolDir, '1-1.ndjson')
  assert.deepEqual(
    [...first, ...second].map((line) => line.sequence),
    [0, 1, 2, 3],
  )
})

test('what no buffer can hold is dropped and leaves a gap in the sequence', async (t) => {
  const spoolDir = await testFolder(t)
  const limits = { bufferMax: 500 }
  const producer = await createProducer({
    name: 'search',
    spoolDir,
    clock,
    log: quietLogger,
    limits,
  })
  for (let i = 0; i < 10; i++) producer.emit('search.searched', searched)
  await producer.flush()
  producer.emit('search.searched', searched)
  await producer.close()
  const sequences = (await linesOf(spoolDir, '1-0.ndjson')).map((line) => line.sequence)
  assert.ok(sequences.length < 11)
  assert.equal(sequences.at(-1), 10)
})

async function linesOf(spoolDir: string, file: string): Promise<Record<string, unknown>[]> {
  const folder = (await readdir(spoolDir)).find((name) => name.startsWith('search@')) as string
  const text = await readFile(join(spoolDir, folder, file), 'utf8')
  assert.ok(text.endsWith('\n'))
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
