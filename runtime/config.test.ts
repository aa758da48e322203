import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { test } from 'node:test'
import { BackbeatError } from '@backbeat/contracts/errors'
import { z } from 'zod'
import {
  booleanText,
  loadSettings,
  portText,
  printableSettings,
  readEnvironment,
  setting,
} from './config.ts'
import { testFolder } from './testing.ts'

const groups = {
  core: {
    port: setting({ env: 'BACKBEAT_PORT', flag: 'port', schema: portText.default(4400), doc: '' }),
    password: setting({
      env: 'BACKBEAT_PASSWORD',
      schema: z.string().min(10, 'at least 10 characters').optional(),
      doc: '',
      secret: true,
    }),
    music: setting({
      env: 'BACKBEAT_MUSIC',
      flag: 'music',
      schema: z.array(z.string()).default([]),
      doc: '',
      repeatable: true,
    }),
    open: setting({
      env: 'BACKBEAT_OPEN',
      flag: 'open',
      schema: booleanText.default(false),
      doc: '',
    }),
  },
}

const errorsOf = (flags: Record<string, string>, environment: Record<string, string>): string[] => {
  try {
    loadSettings(groups, flags, environment)
    return []
  } catch (error) {
    assert.ok(error instanceof BackbeatError)
    assert.equal(error.code, 'config-invalid')
    return error.message.split('\n')
  }
}

test('a flag wins over the environment, the environment over the default', () => {
  assert.equal(loadSettings(groups, {}, {}).core.port, 4400)
  assert.equal(loadSettings(groups, {}, { BACKBEAT_PORT: '1' }).core.port, 1)
  assert.equal(loadSettings(groups, { port: '2' }, { BACKBEAT_PORT: '1' }).core.port, 2)
})

test('a repeatable setting takes several flags, or a separated list', () => {
  assert.deepEqual(loadSettings(groups, { music: ['/a', '/b'] }, {}).core.music, ['/a', '/b'])
  const environment = { BACKBEAT_MUSIC: ['/a', '/b'].join(delimiter) }
  assert.deepEqual(loadSettings(groups, {}, environment).core.music, ['/a', '/b'])
})

test('every wrong value is named at once, with what is allowed', () => {
  const errors = errorsOf({ port: '70000' }, { BACKBEAT_OPEN: 'maybe', BACKBEAT_PASSWORT: 'x' })
  assert.equal(errors.length, 3)
  assert.match(errors[0] ?? '', /^--port: "70000" is not valid: a whole number from 0 to 65535/)
  assert.match(errors[1] ?? '', /^BACKBEAT_OPEN: "maybe" .*"true"\|"false"/)
  assert.match(
    errors[2] ?? '',
    /^BACKBEAT_PASSWORT: there is no such setting. Known: BACKBEAT_MUSIC/,
  )
})

test('a wrong secret is named without its value', () => {
  assert.deepEqual(errorsOf({}, { BACKBEAT_PASSWORD: 'short' }), [
    'BACKBEAT_PASSWORD: is not valid: at least 10 characters',
  ])
})

test('a secret can come from a file; a file that cannot be read is named', async (t) => {
  const file = join(await testFolder(t), 'password')
  await writeFile(file, 'from a file it comes\n')
  const { core } = loadSettings(groups, {}, { BACKBEAT_PASSWORD_FILE: file })
  assert.equal(core.password, 'from a file it comes')
  assert.match(
    errorsOf({}, { BACKBEAT_PASSWORD_FILE: '/nowhere' })[0] ?? '',
    /cannot read \/nowhere/,
  )
})

test('printed settings hide secrets', () => {
  const values = loadSettings(groups, {}, { BACKBEAT_PASSWORD: 'very very secret' })
  assert.deepEqual(printableSettings(groups, values), {
    BACKBEAT_PORT: 4400,
    BACKBEAT_PASSWORD: '(hidden)',
    BACKBEAT_MUSIC: [],
    BACKBEAT_OPEN: false,
  })
})

test('.env of the working folder lies beneath the environment', async (t) => {
  const folder = await testFolder(t)
  await writeFile(join(folder, '.env'), 'BACKBEAT_PORT=1\nPATH=/from-dotenv\n')
  const environment = readEnvironment(folder)
  assert.equal(environment.BACKBEAT_PORT, '1')
  assert.notEqual(environment.PATH, '/from-dotenv')
})
