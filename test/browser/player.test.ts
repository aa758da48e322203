/**
 * The player in a real browser against the real program: one server and one browser for all scenarios, in this order,
 * since the first sets the server up.
 */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { browserDemanded, findBrowser } from './browser.ts'
import { accessibility } from './scenarios/accessibility.ts'
import { firstVisit } from './scenarios/first-visit.ts'
import { listening } from './scenarios/listening.ts'
import { longList } from './scenarios/long-list.ts'
import { playlists } from './scenarios/playlists.ts'
import { searching } from './scenarios/searching.ts'
import { type Suite, startSuite } from './suite.ts'

const found = await findBrowser()
const skip = 'missing' in found && !browserDemanded() ? found.missing : false

describe('the player in a browser', { skip }, () => {
  let suite: Suite
  before(async () => {
    if ('missing' in found) throw new Error(found.missing)
    suite = await startSuite({ found })
  })
  after(() => suite?.stop())
  const get = (): Suite => suite
  firstVisit(get)
  listening(get)
  searching(get)
  playlists(get)
  longList(get)
  accessibility(get)
  test('no page complained in its console', () => {
    assert.deepEqual(suite.complaints(), [])
  })
})
