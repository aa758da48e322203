/** Search by keyboard alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Suite } from '../suite.ts'

export function searching(suite: () => Suite): void {
  test('results come while typing and are walked by arrow keys', async () => {
    const { open, ask } = suite()
    const { items } = await ask<{ items: { id: string; name: string }[] }>('/app/v1/albums?limit=1')
    const album = items[0]
    assert.ok(album)
    const page = await open('/')
    await page.locator('#content h1').waitFor()
    await page.keyboard.press('/')
    await page.waitForURL('**/search')
    await page.locator('input[type=search]:focus').waitFor()
    await page.keyboard.type(album.name.slice(0, 5), { delay: 20 })
    await page.waitForURL('**/search?q=*')
    const card = page
      .getByRole('region', { name: 'Albums' })
      .getByRole('link', { name: album.name })
    await card.waitFor()
    // Results of a shorter query may still be on their way and would move the focus.
    await page.waitForLoadState('networkidle')
    for (let presses = 0; presses < 30; presses++) {
      await page.keyboard.press('ArrowDown')
      const on = await page.evaluate(`document.activeElement?.getAttribute('href')`)
      if (on === `/album/${album.id}`) break
    }
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/album/${album.id}`)
    await page.goBack()
    await page.waitForURL('**/search?q=*')
    assert.equal(await page.getByRole('searchbox').inputValue(), album.name.slice(0, 5))
    await page.getByRole('button', { name: 'Clear search' }).click()
    await page.getByRole('button', { name: album.name.slice(0, 5), exact: true }).waitFor()
    await page.context().close()
  })

  test('a search for nothing says so', async () => {
    const page = await suite().open('/search?q=qqqqzzzzxx')
    await page.getByRole('heading', { name: /Nothing found for/ }).waitFor()
    await page.context().close()
  })
}
