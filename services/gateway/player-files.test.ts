import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { brotliDecompressSync } from 'node:zlib'
import { testFolder } from '@backbeat/runtime/testing'
import { playerFiles } from './player-files.ts'

const script = 'console.log("backbeat");'.repeat(200)

async function player(t: TestContext) {
  const folder = await testFolder(t)
  await mkdir(join(folder, 'dist/assets'), { recursive: true })
  await writeFile(join(folder, 'dist/index.html'), '<!doctype html><title>Backbeat</title>')
  await writeFile(join(folder, 'dist/assets/app-1234.js'), script)
  await writeFile(join(folder, 'secret.txt'), 'secret')
  const serve = playerFiles(join(folder, 'dist'))
  return (path: string, headers = {}, method = 'GET') =>
    serve(new Request(`http://x${path}`, { headers, method }), path)
}

test('every page path gets the page, to be asked for again, under a strict policy', async (t) => {
  const get = await player(t)
  for (const path of ['/', '/index.html', '/album/1234', '/search', '/callback']) {
    const response = await get(path)
    assert.equal(response.status, 200, path)
    assert.match(await response.text(), /<title>Backbeat/)
    assert.equal(response.headers.get('cache-control'), 'no-cache')
    assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'self'/)
  }
})

test('hashed assets are kept for ever and come compressed', async (t) => {
  const get = await player(t)
  const response = await get('/assets/app-1234.js', { 'accept-encoding': 'gzip, br' })
  assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable')
  assert.equal(response.headers.get('content-encoding'), 'br')
  const body = Buffer.from(await response.arrayBuffer())
  assert.equal(brotliDecompressSync(body).toString(), script)
  assert.equal(response.headers.get('content-length'), String(body.length))
  assert.equal(await (await get('/assets/app-1234.js')).text(), script)
})

test('what the browser has is not sent again, HEAD has no body', async (t) => {
  const get = await player(t)
  const etag = (await get('/')).headers.get('etag') ?? ''
  assert.ok(etag)
  assert.equal((await get('/', { 'if-none-match': etag })).status, 304)
  const head = await get('/assets/app-1234.js', {}, 'HEAD')
  assert.equal(await head.text(), '')
  assert.equal(head.headers.get('content-length'), String(script.length))
})

test('missing assets are 404, other methods 405, nothing outside is served', async (t) => {
  const get = await player(t)
  assert.equal((await get('/assets/gone-1.js')).status, 404)
  assert.equal((await get('/favicon.ico.png')).status, 404)
  assert.equal((await get('/', {}, 'POST')).status, 405)
  for (const path of ['/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/%', '/%00']) {
    assert.doesNotMatch(await (await get(path)).text(), /secret/, path)
  }
})

test('without a build a page says so', async (t) => {
  const serve = playerFiles(join(await testFolder(t), 'none'))
  const response = await serve(new Request('http://x/'), '/')
  assert.equal(response.status, 503)
  assert.match(await response.text(), /not built yet/)
})
