/** Playing: seek, keys, likes, the phone's player. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { heard, heardBefore, heardBeyond, silence, watchAudio } from '../media.ts'
import type { Suite } from '../suite.ts'

const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
}

/** A page on which the first album of the library plays. */
async function playing(suite: Suite, options?: BrowserContextOptions): Promise<Page> {
  const page = await suite.open('/settings', options)
  await watchAudio(page)
  await page.goto('/library?tab=albums')
  await page.locator('.card-title').first().click()
  await page.waitForURL('**/album/*')
  await page.locator('#content').getByRole('button', { name: 'Play', exact: true }).first().click()
  await heardBeyond(page, 0.3)
  return page
}

export function listening(suite: () => Suite): void {
  test('seeking goes to the place at once, also backwards', async () => {
    const page = await playing(suite())
    const slider = page.getByRole('slider', { name: 'Position' }).first()
    const box = await slider.boundingBox()
    assert.ok(box)
    await page.mouse.click(box.x + box.width * 0.6, box.y + box.height / 2)
    await heardBeyond(page, 3)
    const far = (await heard(page))?.seconds ?? 0
    await page.mouse.click(box.x + box.width * 0.1, box.y + box.height / 2)
    await heardBefore(page, far / 2)
    await page.context().close()
  })

  test('the keyboard pauses, plays, skips, seeks and finds its own list', async () => {
    const page = await playing(suite())
    await page.locator('#content').focus()
    await page.keyboard.press('Space')
    await silence(page)
    await page.keyboard.press('Space')
    await heardBeyond(page, 0.3)
    const before = (await heard(page))?.seconds ?? 0
    await page.keyboard.press('ArrowRight')
    await heardBeyond(page, before + 4)
    const first = await page.locator('.player-bar a').first().textContent()
    await page.keyboard.press('Shift+ArrowRight')
    await page
      .locator('.player-bar a')
      .first()
      .filter({ hasNotText: first ?? '' })
      .waitFor()
    await page.keyboard.press('?')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await page.keyboard.press('/')
    await page.waitForURL('**/search')
    await page.locator('input[type=search]:focus').waitFor()
    await page.context().close()
  })

  test('a liked song is on the liked page; unliking it there can be undone', async () => {
    const page = await suite().open('/library?tab=albums')
    await page.locator('.card-title').first().click()
    await page.waitForURL('**/album/*')
    const row = page.getByRole('row').first()
    const name = await row.locator('.track-name').textContent()
    await row.hover()
    await row.getByRole('button', { name: `Like ${name}` }).click()
    await row.getByRole('button', { name: `Unlike ${name}` }).waitFor()
    await page.getByRole('link', { name: 'Liked songs' }).first().click()
    const liked = page.getByRole('grid', { name: 'Liked songs' }).getByRole('row')
    await liked.filter({ hasText: name ?? '' }).waitFor()
    await liked.first().hover()
    await liked.getByRole('button', { name: `Unlike ${name}` }).click()
    await page.getByRole('heading', { name: 'Songs you like live here' }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await liked.filter({ hasText: name ?? '' }).waitFor()
    await page.context().close()
  })

  test('on a phone the small player opens to the whole screen and closes again', async () => {
    const page = await playing(suite(), phone)
    const widths = await page.evaluate<[number, number]>(
      '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
    )
    assert.equal(widths[0], widths[1], 'nothing sticks out sideways')
    await page.getByRole('button', { name: 'Open now playing' }).tap()
    const sheet = page.getByRole('dialog', { name: 'Now playing' })
    await sheet.getByRole('slider', { name: 'Position' }).waitFor()
    await sheet.getByRole('button', { name: 'Pause', exact: true }).tap()
    await silence(page)
    await sheet.getByRole('button', { name: 'Close' }).tap()
    await sheet.waitFor({ state: 'hidden' })
    await page.context().close()
  })
}
