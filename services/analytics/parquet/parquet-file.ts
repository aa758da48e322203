/**
 * Writes a Parquet file from rows as they come: values go straight into column buffers, so memory holds encoded bytes
 * rather than objects. One row group and one page a column, zstd; strings in a dictionary while that pays. Format:
 * https://parquet.apache.org/docs/file-format/.
 */
import { promisify } from 'node:util'
import { constants, zstdCompress } from 'node:zlib'
import { type ColumnChunk, footer, pageHeader } from './parquet-metadata.ts'
import type { Field } from './parquet-schema.ts'
import { createShredder, type LeafColumn } from './parquet-shredder.ts'

const magic = Buffer.from('PAR1')
const compress = promisify(zstdCompress)
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 3 } }

export interface ParquetFile {
  append(row: Readonly<Record<string, unknown>>): void
  readonly rows: number
  /** About how much memory it holds. */
  bytes(): number
  /** The whole file; nothing may be appended any more. */
  finish(): Promise<Buffer>
}

export function createParquetFile(fields: readonly Field[]): ParquetFile {
  const { append, leaves } = createShredder(fields)
  let rows = 0
  return {
    append(row) {
      append(row)
      rows++
    },
    get rows() {
      return rows
    },
    bytes: () => leaves.reduce((sum, leaf) => sum + leaf.bytes(), 0),
    async finish() {
      const parts: Buffer[] = [magic]
      const chunks: ColumnChunk[] = []
      let position = magic.length
      for (const leaf of leaves) {
        const chunk = await writeChunk(leaf, position)
        parts.push(...chunk.parts)
        position += chunk.compressedBytes
        chunks.push(chunk)
      }
      const end = footer(fields, chunks, rows)
      const length = Buffer.allocUnsafe(4)
      length.writeUInt32LE(end.length)
      return Buffer.concat([...parts, end, length, magic])
    },
  }
}

async function writeChunk(
  leaf: LeafColumn,
  position: number,
): Promise<ColumnChunk & { parts: Buffer[] }> {
  const { dictionary, values, encoding } = leaf.values.finish()
  const count = leaf.count()
  const parts: Buffer[] = []
  let uncompressedBytes = 0
  const addPage = async (body: Buffer, describe: (sizes: [number, number]) => Buffer) => {
    const packed = await compress(body, compression)
    const header = describe([body.length, packed.length])
    parts.push(header, packed)
    uncompressedBytes += header.length + body.length
  }
  if (dictionary) {
    await addPage(dictionary.page, (sizes) => pageHeader.dictionary(sizes, dictionary.count))
  }
  const dictionaryBytes = parts.reduce((sum, part) => sum + part.length, 0)
  await addPage(Buffer.concat([leaf.levels(), values]), (sizes) =>
    pageHeader.data(sizes, count, encoding),
  )
  return {
    parts,
    leaf,
    encoding,
    uncompressedBytes,
    compressedBytes: parts.reduce((sum, part) => sum + part.length, 0),
    dictionaryAt: dictionary ? position : null,
    dataAt: position + dictionaryBytes,
  }
}
