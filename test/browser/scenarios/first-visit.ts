/** From an empty server to music that plays and a history that knows it. Must come first: it sets the server up. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually } from '../../program.ts'
import { heard, heardBeyond, hurry, watchAudio } from '../media.ts'
import { password, type Suite } from '../suite.ts'

export function firstVisit(suite: () => Suite): void {
  test('a first visit leads from setup over the demo album to music that plays', async () => {
    const { open, keepSession, complaints, url } = suite()
    const page = await open('/search')
    await watchAudio(page)
    await page.waitForURL(`${url}/setup`)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByLabel('Password again').fill('something else')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByText('The two passwords are not the same.').waitFor()
    await page.getByLabel('Password again').fill(password)
    await page.getByRole('button', { name: 'Continue' }).click()

    await page.getByRole('heading', { name: 'Where is your music?' }).waitFor()
    await keepSession(page)
    await page.getByLabel('Folder on the server').fill('/no/such/folder')
    await page.getByRole('button', { name: 'Import this folder' }).click()
    await page.locator('.field[data-invalid]').waitFor()
    assert.match(complaints().join(), /400 \(Bad Request\)/)
    await page.getByRole('button', { name: 'Try the demo album' }).click()
    await page.getByRole('heading', { name: 'Ready to play' }).waitFor({ timeout: 60_000 })
    assert.ok((await page.locator('.setup-covers .cover').count()) > 0)

    await page.getByRole('button', { name: 'Start listening' }).click()
    await page.locator('.card-title').first().click()
    await page.waitForURL('**/album/*')
    await page
      .locator('#content')
      .getByRole('button', { name: 'Play', exact: true })
      .first()
      .click()
    await heardBeyond(page, 1)
    assert.match((await heard(page))?.source ?? '', /\/audio\/v1\/files\//)
    await page.context().close()
  })

  test('what was heard arrives in the history', async () => {
    const { open, ask } = suite()
    const page = await open('/')
    await watchAudio(page)
    await page.reload()
    await page.locator('.card-title').first().click()
    await page.waitForURL('**/album/*')
    const album = page.url().split('/').at(-1)
    await page
      .locator('#content')
      .getByRole('button', { name: 'Play', exact: true })
      .first()
      .click()
    await heardBeyond(page, 1)
    // Only what was heard for half its length or thirty seconds counts.
    await hurry(page)
    interface Played {
      items: { track: { name: string; album: { id: string } } }[]
    }
    const { items } = await eventually(
      () => ask<Played>('/v1/me/player/recently-played'),
      (answer) => answer.items.some(({ track }) => track.album.id === album),
    )
    await page.goto('/recent')
    const today = page.getByRole('region', { name: 'Today' })
    await today
      .getByRole('link', { name: items[0]?.track.name ?? '' })
      .first()
      .waitFor()
    await page.context().close()
  })
}
