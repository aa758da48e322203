/**
 * Files of one folder over HTTP: read once, kept in memory with their ETag, re-read when their time changes. Only for
 * folders of our own build, which are small; nothing outside the folder can be named.
 */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { LRUCache } from 'lru-cache'

interface StaticFile {
  type: string
  etag: string
  modifiedMs: number
  bytes: Buffer
  brotli: Buffer | null
  gzip: Buffer | null
}

export interface StaticFolder {
  /** Null if there is no such file. */
  serve(request: Request, path: string, headers: Record<string, string>): Promise<Response | null>
}

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}
const compressible = /^(text|application\/(json|manifest))|svg/
const cacheBytesMax = 32 * 1024 * 1024

export function staticFolder(folder: string): StaticFolder {
  const files = new LRUCache<string, StaticFile>({
    maxSize: cacheBytesMax,
    sizeCalculation: ({ bytes, brotli, gzip: zipped }) =>
      1 + bytes.length + (brotli?.length ?? 0) + (zipped?.length ?? 0),
  })
  return {
    async serve(request, path, headers) {
      const name = normalize(path)
      if (name.includes('\0') || name.split(sep).includes('..')) return null
      const found = await stat(join(folder, name)).catch(() => null)
      if (!found?.isFile()) return null
      let file = files.get(name)
      if (file?.modifiedMs !== found.mtimeMs) {
        file = await load(join(folder, name), found.mtimeMs)
        files.set(name, file)
      }
      return fileReply(request, file, headers)
    },
  }
}

async function load(path: string, modifiedMs: number): Promise<StaticFile> {
  const bytes = await readFile(path)
  const type = types[extname(path)] ?? 'application/octet-stream'
  const small = bytes.length < 1024 || !compressible.test(type)
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }
  const [brotli, zipped] = small
    ? [null, null]
    : await Promise.all([promisify(brotliCompress)(bytes, quality), promisify(gzip)(bytes)])
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  return { type, etag, modifiedMs, bytes, brotli, gzip: zipped }
}

function fileReply(request: Request, file: StaticFile, extra: Record<string, string>): Response {
  const headers: Record<string, string> = {
    'content-type': file.type,
    etag: file.etag,
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
    ...extra,
  }
  if (request.headers.get('if-none-match')?.includes(file.etag)) {
    return new Response(null, { status: 304, headers })
  }
  const accepted = request.headers.get('accept-encoding') ?? ''
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null
  const encoded = encoding === 'br' ? file.brotli : encoding === 'gzip' ? file.gzip : null
  if (encoding && encoded) headers['content-encoding'] = encoding
  const body = encoded ?? file.bytes
  headers['content-length'] = String(body.length)
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), { headers })
}
