/** A hundred thousand songs: the server's list is faked at the network, the player's is real. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page, Route } from 'playwright-core'
import type { Suite } from '../suite.ts'

const total = 100_000

export function longList(suite: () => Suite): void {
  test('100,000 songs scroll: few rows exist, and the last ones are right', async () => {
    const { open, ask } = suite()
    const sample = await ask<{ items: object[] }>('/app/v1/tracks?limit=1')
    const page = await open('/settings')
    const asked: number[] = []
    await page.route('**/app/v1/tracks?*', (route) => fake(route, sample.items[0] ?? {}, asked))
    const last = { ...sample.items[0], name: `Song ${total}` }
    await page.route('**/v1/tracks/0*', (route) => route.fulfill({ json: last }))
    await page.goto('/library?tab=tracks')
    await page.getByRole('row', { name: 'Song 1', exact: false }).first().waitFor()

    for (const share of [0.25, 0.5, 0.75]) {
      await scrollTo(page, share)
      await page.locator(`.track-row[aria-rowindex="${Math.round(total * share)}"]`).waitFor()
    }
    await scrollTo(page, 1)
    await page.getByText(`Song ${total}`, { exact: true }).waitFor()
    const rows = await page.getByRole('row').count()
    assert.ok(rows < 120, `${rows} rows exist`)
    assert.ok(asked.length < 30, `asked ${asked.length} times`)

    // The router notes where a box is scrolled to at most every 100 ms.
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 150))')
    await page.getByText(`Song ${total}`, { exact: true }).click()
    await page.getByRole('heading', { name: `Song ${total}` }).waitFor()
    await page.goBack()
    await page.getByText(`Song ${total}`, { exact: true }).waitFor()
    await page.context().close()
  })
}

const scrollTo = (page: Page, share: number): Promise<unknown> =>
  page.evaluate(`(() => {
    const content = document.querySelector('#content')
    content.scrollTo(0, (content.scrollHeight - content.clientHeight) * ${share})
  })()`)

async function fake(route: Route, sample: object, asked: number[]): Promise<void> {
  const query = new URL(route.request().url()).searchParams
  const [offset, limit] = [Number(query.get('offset')), Number(query.get('limit'))]
  asked.push(offset)
  const items = Array.from({ length: Math.min(limit, total - offset) }, (_, index) => ({
    ...sample,
    id: `${offset + index + 1}`.padStart(22, '0'),
    name: `Song ${offset + index + 1}`,
  }))
  await route.fulfill({ json: { items, total, offset, limit } })
}
