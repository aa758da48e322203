/** Every page, in both themes: no violation that axe knows, and a title of its own. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { eventually } from '../../program.ts'
import type { Suite } from '../suite.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  id: string
  nodes: { target: string[]; failureSummary: string }[]
}

export function accessibility(suite: () => Suite): void {
  for (const theme of ['dark', 'light'] as const) {
    test(`no page has accessibility violations in the ${theme} theme`, async () => {
      const { open, ask } = suite()
      const paths = await pathsOf(ask)
      // Without motion, so that no color is measured on its way to another.
      const page = await open('/settings', { colorScheme: theme, reducedMotion: 'reduce' })
      const titles = new Set<string>()
      const found: string[] = []
      for (const path of paths) {
        await page.goto(path)
        await page.locator('#content :is(h1, h2)').first().waitFor()
        await eventually(
          () => page.locator('.skeleton').count(),
          (shapes) => shapes === 0,
        )
        titles.add(await page.title())
        found.push(...(await violations(page)).map((violation) => `${path}: ${violation}`))
      }
      assert.deepEqual(found, [])
      assert.ok(titles.size >= paths.length - 1, [...titles].join(', '))
      await page.context().close()
    })
  }
}

async function pathsOf(ask: Suite['ask']): Promise<string[]> {
  const first = async (kind: string) =>
    (await ask<{ items: { id: string }[] }>(`/app/v1/${kind}?limit=1`)).items[0]?.id
  const { items } = await ask<{ items: { id: string }[] }>('/v1/me/playlists')
  return [
    '/',
    '/search',
    `/album/${await first('albums')}`,
    `/artist/${await first('artists')}`,
    `/track/${await first('tracks')}`,
    `/playlist/${items[0]?.id}`,
    '/genres',
    '/liked',
    '/recent',
    '/library',
    '/queue',
    '/settings',
    '/admin/import',
    '/admin/users',
  ]
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const answer = await page.evaluate('axe.run(document)')
  return (answer as { violations: Violation[] }).violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
  )
}
