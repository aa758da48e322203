import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SavedPage } from '@backbeat/contracts/api/library'
import { applyAvailability } from './events.ts'
import { idOf, startLibrary } from './testing.ts'

const [a, b, c] = [idOf('a'), idOf('b'), idOf('c')]
const idsOf = (page: SavedPage) => page.items.map(({ id }) => id)

test('liked songs are listed newest first, by offset', async (t) => {
  const ann = (await startLibrary(t)).as('ann')
  await ann('PUT', '/saved/track', { ids: [a] })
  await ann('PUT', '/saved/track', { ids: [b, c] })
  const { body } = await ann<SavedPage>('GET', '/saved/track?limit=2')
  assert.deepEqual([idsOf(body), body.total], [[b, c], 3])
  const rest = await ann<SavedPage>('GET', '/saved/track?limit=2&offset=2')
  assert.deepEqual(idsOf(rest.body), [a])
})

test('only a real change is told', async (t) => {
  const { as, told } = await startLibrary(t)
  const ann = as('ann')
  assert.deepEqual((await ann('PUT', '/saved/track', { ids: [a, b] })).body, { changed: 2 })
  assert.deepEqual(told().sort(), [`library.track-liked ${a}`, `library.track-liked ${b}`])
  await ann('PUT', '/saved/track', { ids: [a, b, c] })
  assert.deepEqual(told(), [`library.track-liked ${c}`])
  await ann('DELETE', '/saved/track', { ids: [a] })
  await ann('DELETE', '/saved/track', { ids: [a] })
  assert.deepEqual(told(), [`library.track-unliked ${a}`])
  await ann('PUT', '/saved/album', { ids: [a] })
  await ann('PUT', '/saved/artist', { ids: [a] })
  assert.deepEqual(told(), [])
})

test('contains answers in the order asked for, each user and kind apart', async (t) => {
  const { as } = await startLibrary(t)
  await as('ann')('PUT', '/saved/album', { ids: [b] })
  const contains = async (user: string, kind: string) =>
    (await as(user)('GET', `/saved/${kind}/contains?ids=${a},${b},${a}`)).body
  assert.deepEqual(await contains('ann', 'album'), { items: [false, true, false] })
  assert.deepEqual(await contains('ann', 'track'), { items: [false, false, false] })
  assert.deepEqual(await contains('bob', 'album'), { items: [false, false, false] })
})

test('followed artists are paged by the last of the page before', async (t) => {
  const ann = (await startLibrary(t)).as('ann')
  await ann('PUT', '/saved/artist', { ids: [a, b, c] })
  type Page = SavedPage & { remaining: number }
  const first = (await ann<Page>('GET', '/saved/artist?limit=2')).body
  assert.deepEqual([idsOf(first), first.total, first.remaining], [[a, b], 3, 1])
  const second = (await ann<Page>('GET', `/saved/artist?limit=2&after=${b}`)).body
  assert.deepEqual([idsOf(second), second.total, second.remaining], [[c], 3, 0])
})

test('a track whose file is gone is hidden until it comes back', async (t) => {
  const { as, db } = await startLibrary(t)
  const ann = as('ann')
  await ann('PUT', '/saved/track', { ids: [a, b] })
  const liked = async () => idsOf((await ann<SavedPage>('GET', '/saved/track')).body)
  const heard = (type: string, time: number) =>
    db
      .transaction()
      .execute((trx) =>
        applyAvailability(trx, [{ type, time, data: { trackId: a } }] as unknown as Parameters<
          typeof applyAvailability
        >[1]),
      )
  const later = Date.now() + 60_000
  await heard('catalog.track-removed', Date.now() - 60_000)
  assert.deepEqual(await liked(), [a, b], 'a removal from before the like is old news')
  await heard('catalog.track-removed', later)
  assert.deepEqual(await liked(), [b])
  await heard('catalog.track-imported', later - 1)
  assert.deepEqual(await liked(), [b], 'an import from before the removal is old news')
  await heard('catalog.track-imported', later + 1)
  assert.deepEqual(await liked(), [a, b])
})

test('malformed ids, unknown kinds and absent callers are refused', async (t) => {
  const { as } = await startLibrary(t)
  const status = async (...[method, path, body]: [string, string, unknown?]) =>
    (await as('ann')(method, path, body)).status
  assert.equal(await status('PUT', '/saved/track', { ids: ['no-id'] }), 400)
  assert.equal(await status('PUT', '/saved/track'), 400)
  assert.equal(await status('GET', '/saved/show'), 400)
  assert.equal((await as('')('GET', '/saved/track')).status, 401)
})
