/** Whole lines of a spool file from an offset on, in pieces of bounded size. */
import type { FileHandle } from 'node:fs/promises'

const newline = 10

export interface ReadLines {
  /** Without their ends; empty when there is no whole line (yet). */
  lines: string[]
  /** After the last whole line. */
  end: number
  /** Bytes after it that are not a whole line. */
  rest: number
  /** The rest fills the piece: its line is too long to be one of ours. */
  tooLong: boolean
}

export async function readLines(
  file: FileHandle,
  offset: number,
  pieceBytes: number,
): Promise<ReadLines> {
  const piece = Buffer.allocUnsafe(pieceBytes)
  const { bytesRead } = await file.read(piece, 0, pieceBytes, offset)
  const bytes = piece.subarray(0, bytesRead)
  const last = bytes.lastIndexOf(newline)
  const rest = bytesRead - (last + 1)
  if (last < 0) return { lines: [], end: offset, rest, tooLong: bytesRead === pieceBytes }
  const lines = bytes.toString('utf8', 0, last).split('\n')
  return { lines, end: offset + last + 1, rest, tooLong: false }
}

/** Where the line that begins at or goes on at this offset ends; null while its end isn't there. */
export async function findLineEnd(
  file: FileHandle,
  offset: number,
  pieceBytes: number,
): Promise<number | null> {
  const piece = Buffer.allocUnsafe(pieceBytes)
  for (let at = offset; ; ) {
    const { bytesRead } = await file.read(piece, 0, pieceBytes, at)
    const found = piece.subarray(0, bytesRead).indexOf(newline)
    if (found >= 0) return at + found + 1
    if (bytesRead === 0) return null
    at += bytesRead
  }
}
