/**
 * The bytes of a record batch. CRC32C covers all that follows it, place included, so a batch that was altered or that
 * lies under a wrong key is not served.
 *
 *     0 magic and version (4)   4 CRC32C (4)   8 topic id (4)   12 partition (4)
 *     16 base offset (8)        24 count (4)   28 bytes of the records if they are compressed, else 0 (4)
 *     then per record: key length, 0xffff for none (2), timestamp (6), value length (4), key, value
 *
 * Records that are worth it are compressed (zstd): events repeat themselves, and pages of the map that were read count as
 * memory of the process.
 */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { AppendRecord, LogRecord } from '@backbeat/ports/event-log'
import { crc32c } from '@node-rs/crc32'

const magic = 0x42_4b_42_01
const headerBytes = 32
const recordBytes = 12
/** Below this a batch hardly shrinks. */
const compressBytesMin = 4096
const fastest = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }
const noKey = 0xffff

export const keyBytesMax = noKey - 1
export const timestampMax = 2 ** 48 - 1

export interface BatchPlace {
  topicId: number
  partition: number
  baseOffset: number
}

export type BatchRecord = Pick<AppendRecord, 'key' | 'value' | 'timestampMs'>

/** An upper bound, from the lengths alone. */
export const recordBytesMax = (record: BatchRecord): number =>
  recordBytes + (record.key?.length ?? 0) * 3 + record.value.length

export function encodeBatch(place: BatchPlace, records: readonly BatchRecord[]): Buffer {
  let bytesMax = headerBytes
  for (const record of records) bytesMax += recordBytesMax(record)
  const batch = Buffer.allocUnsafeSlow(bytesMax)
  let position = headerBytes
  for (const record of records) position = writeRecord(batch, position, record)
  const plain = batch.subarray(headerBytes, position)
  const compressed = plain.length >= compressBytesMin ? zstdCompressSync(plain, fastest) : plain
  const shrunk = compressed.length < plain.length
  if (shrunk) batch.set(compressed, headerBytes)
  const written = batch.subarray(0, headerBytes + (shrunk ? compressed.length : plain.length))
  written.writeUInt32BE(magic, 0)
  written.writeUInt32BE(place.topicId, 8)
  written.writeUInt32BE(place.partition, 12)
  writeOffset(written, 16, place.baseOffset)
  written.writeUInt32BE(records.length, 24)
  written.writeUInt32BE(shrunk ? plain.length : 0, 28)
  written.writeUInt32BE(crc32c(written.subarray(8)), 4)
  return written
}

function writeRecord(batch: Buffer, start: number, record: BatchRecord): number {
  let position = start + recordBytes
  const keyBytes = record.key === null ? noKey : batch.write(record.key, position, 'utf8')
  if (record.key !== null) position += keyBytes
  batch.writeUInt16BE(keyBytes, start)
  batch.writeUIntBE(record.timestampMs, start + 2, 6)
  batch.writeUInt32BE(record.value.length, start + 8)
  batch.set(record.value, position)
  return position + record.value.length
}

/** Whether the bytes are what was written, and there. */
export const isIntact = (
  batch: Buffer,
  place: Omit<BatchPlace, 'baseOffset'> & { lastOffset: number },
): boolean =>
  batch.length >= headerBytes &&
  batch.readUInt32BE(0) === magic &&
  batch.readUInt32BE(4) === crc32c(batch.subarray(8)) &&
  batch.readUInt32BE(8) === place.topicId &&
  batch.readUInt32BE(12) === place.partition &&
  baseOffsetOf(batch) + countOf(batch) - 1 === place.lastOffset

const baseOffsetOf = (batch: Buffer): number => readOffset(batch, 16)

const countOf = (batch: Buffer): number => batch.readUInt32BE(24)

function recordsOf(batch: Buffer): Buffer {
  const plainBytes = batch.readUInt32BE(28)
  const stored = batch.subarray(headerBytes)
  return plainBytes === 0 ? stored : zstdDecompressSync(stored, { maxOutputLength: plainBytes })
}

/** The records of an intact batch; values are views of its bytes. */
export function decodeBatch(intact: Buffer, topic: string): LogRecord[] {
  const partition = intact.readUInt32BE(12)
  const baseOffset = baseOffsetOf(intact)
  const records: LogRecord[] = new Array(countOf(intact))
  const batch = recordsOf(intact)
  let position = 0
  for (let i = 0; i < records.length; i++) {
    const keyBytes = batch.readUInt16BE(position)
    const timestampMs = batch.readUIntBE(position + 2, 6)
    const valueBytes = batch.readUInt32BE(position + 8)
    position += recordBytes
    let key: string | null = null
    if (keyBytes !== noKey) {
      key = batch.toString('utf8', position, position + keyBytes)
      position += keyBytes
    }
    const value = batch.subarray(position, position + valueBytes)
    position += valueBytes
    records[i] = { topic, partition, offset: baseOffset + i, key, value, timestampMs }
  }
  return records
}

/** 8 bytes big endian, so that keys sort by offset. */
export function writeOffset(target: Buffer, at: number, offset: number): void {
  target.writeUInt32BE(Math.floor(offset / 2 ** 32), at)
  target.writeUInt32BE(offset % 2 ** 32, at + 4)
}

export const readOffset = (source: Buffer, at: number): number =>
  source.readUInt32BE(at) * 2 ** 32 + source.readUInt32BE(at + 4)
