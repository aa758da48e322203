/** What the browser tests and the screenshots share: the real program with sample music, a browser, a signed-in session. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { eventually, startProgram } from '../program.ts'
import { type FoundBrowser, launchBrowser } from './browser.ts'

export const password = 'correct horse battery'
const tokensKey = 'backbeat.tokens'

export interface Suite {
  url: string
  browser: Browser
  /** A folder of the suite's own. */
  folder: string
  /** A page that is signed in (after `keepSession`), and whose console is watched. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>
  /** Remembers who is signed in on this page for pages opened later. */
  keepSession(page: Page): Promise<void>
  /** Asks the server as the signed-in user. */
  ask<T>(path: string, init?: RequestInit): Promise<T>
  /** What pages said in their consoles that nobody expected, since the last call. */
  complaints(): string[]
  stop(): Promise<void>
}

type State = Awaited<ReturnType<BrowserContext['storageState']>>

export interface SuiteOptions {
  found: FoundBrowser
  flags?: string[]
  environment?: Record<string, string>
}

export async function startSuite({ found, flags, environment }: SuiteOptions): Promise<Suite> {
  const folder = await mkdtemp(join(tmpdir(), 'backbeat-browser-'))
  const endings: (() => Promise<unknown> | undefined)[] = []
  const after = ((end: () => Promise<unknown>) => endings.unshift(end)) as never
  const [program, browser] = await Promise.all([
    startProgram({ after }, { dataDir: join(folder, 'data'), flags, environment } as never),
    launchBrowser(found),
  ])
  const { url } = program
  let state: State | undefined
  const said: string[] = []
  return {
    url,
    browser,
    folder,
    async open(path, options = {}) {
      const context = await browser.newContext({
        baseURL: url,
        reducedMotion: 'reduce',
        viewport: { width: 1280, height: 860 },
        ...(state ? { storageState: state } : {}),
        ...options,
      })
      const page = await context.newPage()
      page.setDefaultTimeout(10_000)
      watch(page, said)
      await page.goto(path)
      return page
    },
    async keepSession(page) {
      state = await page.context().storageState()
    },
    async ask<T>(path: string, init: RequestInit = {}) {
      const headers = {
        authorization: `Bearer ${tokenOf(state)}`,
        'content-type': 'application/json',
      }
      const response = await fetch(url + path, { ...init, headers })
      const text = await response.text()
      if (!response.ok) throw new Error(`${response.status} for ${path}: ${text}`)
      return (text === '' ? undefined : JSON.parse(text)) as T
    },
    complaints: () => said.splice(0),
    async stop() {
      await browser.close()
      await program.stop()
      for (const end of endings) await end()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Signs in on the server's own page and comes back. */
export async function signIn(page: Page): Promise<void> {
  await page.getByLabel('User name').fill('admin')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('#content h1').waitFor()
}

/** Waits until the import has taken everything. */
export async function imported(suite: Suite): Promise<void> {
  await eventually(
    () => suite.ask<{ state: string }>('/app/v1/imports/current'),
    ({ state }) => state === 'done',
    30_000,
  )
}

function tokenOf(state: State | undefined): string {
  const stored = state?.origins[0]?.localStorage.find(({ name }) => name === tokensKey)
  if (!stored) throw new Error('nobody is signed in yet')
  return (JSON.parse(stored.value) as { accessToken: string }).accessToken
}

function watch(page: Page, said: string[]): void {
  page.on('pageerror', (error) => said.push(`${page.url()}: ${error.stack ?? error.message}`))
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return
    said.push(`${page.url()}: ${message.text()} (${message.location().url})`)
  })
}
