import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type LoadPage, pageSizeDefault as pageSize, SparsePages } from './sparse-pages.ts'

const total = 100_000

function list() {
  const asked: number[] = []
  const load: LoadPage<number> = async (offset, limit) => {
    asked.push(offset / pageSize)
    return {
      total,
      items: Array.from({ length: Math.min(limit, total - offset) }, (_, i) => offset + i),
    }
  }
  return { pages: new SparsePages(load), asked }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('rows at the end load without those between', async () => {
  const { pages, asked } = list()
  pages.want(0, 20)
  await settled()
  pages.want(99_980, 99_999)
  await settled()
  assert.equal(pages.state.at(99_999), 99_999)
  assert.equal(pages.state.at(50_000), undefined)
  assert.deepEqual(asked, [0, 999])
})

test('a walk through the whole list keeps a bounded number of pages', async () => {
  const { pages } = list()
  for (let row = 0; row < total; row += pageSize) {
    pages.want(row, row + 30)
    await settled()
  }
  let held = 0
  for (let row = 0; row < total; row += pageSize) if (pages.state.at(row) !== undefined) held++
  assert.ok(held <= 40, `${held} pages held`)
  assert.equal(pages.state.at(total - 1), total - 1)
})

test('a failed page says so and comes with a retry', async () => {
  let fail = true
  const pages = new SparsePages<number>(async () => {
    if (fail) throw new Error('down')
    return { total: 1, items: [7] }
  })
  pages.want(0, 10)
  await settled()
  assert.match(String(pages.state.error), /down/)
  fail = false
  pages.retry()
  await settled()
  assert.equal(pages.state.error, null)
  assert.equal(pages.state.at(0), 7)
})

test('what the listener scrolled past is not waited for', async () => {
  const aborted: number[] = []
  const pages = new SparsePages<number>(
    (offset, _limit, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted.push(offset / pageSize)
          reject(signal.reason)
        })
      }),
  )
  pages.want(0, 10)
  pages.want(50_000, 50_010)
  assert.deepEqual(aborted, [0])
})

test('a refresh keeps the old rows until the new ones are there', async () => {
  let version = 1
  const pages = new SparsePages<number>(async () => ({ total: 1, items: [version] }))
  pages.want(0, 0)
  await settled()
  version = 2
  pages.refresh()
  assert.equal(pages.state.at(0), 1)
  await settled()
  assert.equal(pages.state.at(0), 2)
})
