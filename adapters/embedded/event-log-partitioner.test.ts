import assert from 'node:assert/strict'
import { test } from 'node:test'
import { murmur2, partitionOf } from './event-log-partitioner.ts'

test('murmur2 gives the hashes of Kafka', () => {
  // From UtilsTest.testMurmur2 of Apache Kafka.
  const known: Record<string, number> = {
    '21': -973932308,
    foobar: -790332482,
    'a-little-bit-long-string': -985981536,
    'a-little-bit-longer-string': -1486304829,
    lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8: -58897971,
    abc: 479470107,
  }
  for (const [text, hash] of Object.entries(known)) assert.equal(murmur2(Buffer.from(text)), hash)
})

test('keys spread evenly', () => {
  const counts = [0, 0, 0, 0]
  for (let i = 0; i < 4_000; i++) {
    const partition = partitionOf(`listener ${i}`, 4)
    counts[partition] = (counts[partition] ?? 0) + 1
  }
  for (const count of counts) assert.ok(count > 850 && count < 1_150, String(counts))
})
