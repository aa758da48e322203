/** A playlist from its making to its deletion and back. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { eventually } from '../../program.ts'
import type { Suite } from '../suite.ts'

const names = (page: Page): Promise<string[]> =>
  page.locator('.track-list .track-name').allTextContents()

const waitForOrder = (page: Page, order: string[]): Promise<unknown> =>
  eventually(
    () => names(page),
    (shown) => shown.join('|') === order.join('|'),
  )

export function playlists(suite: () => Suite): void {
  test('a playlist is made, renamed, filled, reordered, and its deletion undone', async () => {
    const { open, ask } = suite()
    const { items } = await ask<{ items: { name: string }[] }>('/app/v1/tracks?limit=3')
    const songs = items.map(({ name }) => name)
    const page = await open('/library?tab=playlists')
    await page.locator('#content').getByRole('button', { name: 'New playlist' }).first().click()
    await page.waitForURL('**/playlist/*')

    await page.getByRole('heading', { level: 1 }).getByRole('button').click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Night drive')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Night drive' }).waitFor()

    for (const song of songs) {
      await page.getByRole('searchbox', { name: 'Find songs' }).fill(song)
      await page.getByRole('button', { name: `Add ${song}`, exact: true }).click()
      await page.locator('.track-list').getByText(song, { exact: true }).waitFor()
    }
    assert.deepEqual(await names(page), songs)

    const [first = '', second = '', third = ''] = songs
    await page.getByRole('row').filter({ hasText: third }).focus()
    await page.keyboard.press('Alt+ArrowUp')
    await waitForOrder(page, [first, third, second])
    await page.reload()
    await page.locator('.track-list .track-name').first().waitFor()
    assert.deepEqual(await names(page), [first, third, second])

    await page.getByRole('button', { name: 'Delete playlist' }).click()
    await page.getByText('“Night drive” was deleted').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.waitForURL('**/playlist/*')
    await waitForOrder(page, [first, third, second])
    await page.context().close()
  })
}
