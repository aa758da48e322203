/**
 * Finds a Chromium for the browser tests: the one of `BACKBEAT_TEST_CHROMIUM`, else the one inside npm (linux-x64), else
 * one of the system. The npm package prepares `process.env` for itself when it is imported; only the browser gets that,
 * since its libraries are not those of this machine.
 */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

export interface FoundBrowser {
  executablePath: string
  environment: Record<string, string>
}

export type Search = FoundBrowser | { missing: string }

const systemNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const systemPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** Whether a missing browser is a failure: in continuous integration it is. */
export const browserDemanded = (): boolean => process.env.BACKBEAT_TEST_DEMAND_BROWSER === '1'

export async function findBrowser(): Promise<Search> {
  const named = process.env.BACKBEAT_TEST_CHROMIUM
  if (named) {
    return existsSync(named)
      ? { executablePath: named, environment: currentEnvironment() }
      : { missing: `BACKBEAT_TEST_CHROMIUM is ${named}, which does not exist` }
  }
  return (await npmBrowser()) ?? systemBrowser() ?? { missing: noneFound }
}

const noneFound =
  'no Chromium: the one inside npm is for linux-x64, and none is installed; set BACKBEAT_TEST_CHROMIUM to one'

async function npmBrowser(): Promise<FoundBrowser | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const before = currentEnvironment()
  try {
    // Makes the package unpack and use its own libraries, which a minimal Debian lacks.
    process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs22.x'
    const { default: packaged } = await import('@sparticuz/chromium')
    return { executablePath: await packaged.executablePath(), environment: currentEnvironment() }
  } catch {
    return null
  } finally {
    restoreEnvironment(before)
  }
}

function systemBrowser(): FoundBrowser | null {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const onPath = systemNames.flatMap((name) => folders.map((folder) => join(folder, name)))
  const executablePath = [...onPath, ...systemPlaces].find((path) => existsSync(path))
  return executablePath ? { executablePath, environment: currentEnvironment() } : null
}

function currentEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  )
}

function restoreEnvironment(before: Record<string, string>): void {
  for (const key of Object.keys(process.env)) if (!(key in before)) delete process.env[key]
  Object.assign(process.env, before)
}

export function launchBrowser({ executablePath, environment }: FoundBrowser): Promise<Browser> {
  const root = process.getuid?.() === 0
  return chromium.launch({
    executablePath,
    env: environment,
    headless: true,
    args: ['--disable-dev-shm-usage', ...(root ? ['--no-sandbox'] : [])],
  })
}
