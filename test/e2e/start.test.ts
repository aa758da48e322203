/** Starting and stopping as a user meets it: what is said when something is wrong, exit codes, locks, restarts. */
import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { testDatabaseUrl, testFolder } from '@backbeat/runtime/testing'
import { runProgram, startProgram } from '../program.ts'

const said = (stderr: string) =>
  (JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as { message: string }).message

describe('a start that cannot be', () => {
  const wrong: [string, Record<string, string>, string[], RegExp][] = [
    ['a port that is no number', {}, ['--port', 'x'], /--port: "x" .* 0 to 65535/],
    ['a port out of range', {}, ['--port', '70000'], /--port: "70000" .* 0 to 65535/],
    ['a log level that does not exist', {}, ['--log-level', 'loud'], /trace, debug, info/],
    ['the same in the environment', { BACKBEAT_LOG_LEVEL: 'x' }, [], /BACKBEAT_LOG_LEVEL: "x"/],
    ['an unknown setting', { BACKBEAT_PROT: '1' }, [], /BACKBEAT_PROT: there is no such setting/],
    ['an external database that is no URL', { DATABASE_URL: 'mysql://x' }, [], /DATABASE_URL/],
    ['an unknown service', {}, ['radio'], /no service radio\. Allowed: all, /],
    ['an address of another machine', {}, ['--host', '192.0.2.1'], /no address 192\.0\.2\.1/],
  ]
  for (const [name, environment, flags, expected] of wrong) {
    test(`${name} is named, exit code 2`, async (t) => {
      const { code, stderr } = await runProgram({
        dataDir: await testFolder(t),
        environment,
        flags,
      })
      assert.equal(code, 2, stderr)
      assert.match(said(stderr), expected)
    })
  }

  test('an unknown flag is named, exit code 2', async (t) => {
    const { code, stderr } = await runProgram({
      dataDir: await testFolder(t),
      flags: ['--colour', 'red'],
    })
    assert.equal(code, 2)
    assert.match(stderr, /--colour/)
  })

  test('a taken port is one sentence, exit code 2', async (t) => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    t.after(() => other.close())
    const { port } = other.address() as { port: number }
    const dataDir = await testFolder(t)
    const { code, stderr } = await runProgram({ dataDir, flags: ['--port', String(port)] })
    assert.equal(code, 2, stderr)
    assert.match(said(stderr), new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is taken`))
  })

  test('a data folder that is a file is one sentence, exit code 2', async (t) => {
    const file = join(await testFolder(t), 'file')
    await writeFile(file, '')
    const { code, stderr } = await runProgram({ dataDir: file })
    assert.equal(code, 2, stderr)
    assert.match(said(stderr), /^The data folder .* can't be used/)
  })

  test('a music folder that is not there is one sentence, exit code 2', async (t) => {
    const folder = await testFolder(t)
    const flags = ['--music', join(folder, 'nowhere')]
    const { code, stderr } = await runProgram({ dataDir: join(folder, 'data'), flags })
    assert.equal(code, 2, stderr)
    assert.match(said(stderr), /nowhere/)
  })
})

describe('a running server', () => {
  test('refuses a second run on its folder, answers health and metrics, stops within ten seconds', async (t) => {
    const dataDir = await testFolder(t)
    const program = await startProgram(t, { dataDir })
    const second = await runProgram({ dataDir })
    assert.equal(second.code, 2, second.stderr)
    assert.match(said(second.stderr), /in use by another run \(process \d+\)/)

    assert.equal((await fetch(`${program.url}/health/live`)).status, 200)
    const ready = await fetch(`${program.url}/health/ready`)
    assert.deepEqual([ready.status, await ready.json()], [200, { status: 'ready', waitingFor: [] }])
    const metrics = await (await fetch(`${program.url}/metrics`)).text()
    assert.match(metrics, /backbeat_http_request_seconds_count/)

    const { code, tookMs } = await program.stop()
    assert.equal(code, 0)
    assert.ok(tookMs < 10_000, `stopping took ${tookMs} ms`)
  })

  test('starts again after kill -9 without hand-work', async (t) => {
    const dataDir = await testFolder(t)
    const first = await startProgram(t, { dataDir })
    first.child.kill('SIGKILL')
    await new Promise((resolve) => first.child.once('close', resolve))
    const second = await startProgram(t, { dataDir })
    assert.equal((await fetch(`${second.url}/health/ready`)).status, 200)
    await second.stop()
  })

  test('uses an external PostgreSQL when told so, and makes no embedded one', async (t) => {
    const dataDir = await testFolder(t)
    const name = `e2e_${process.pid}`
    const database = await externalDatabase(t, name)
    const program = await startProgram(t, { dataDir, environment: { DATABASE_URL: database } })
    assert.equal((await fetch(`${program.url}/health/ready`)).status, 200)
    await assert.rejects(mkdir(join(dataDir, 'postgres', 'x')), { code: 'ENOENT' })
    await program.stop()
  })
})

/** A database of its own in the test run's PostgreSQL. */
async function externalDatabase(
  t: { after(f: () => Promise<void>): void },
  name: string,
): Promise<string> {
  const { default: pg } = await import('pg')
  const run = async (statement: string) => {
    const client = new pg.Client({ connectionString: testDatabaseUrl() })
    await client.connect()
    await client.query(statement)
    await client.end()
  }
  await run(`create database ${name}`)
  t.after(() => run(`drop database ${name} with (force)`))
  return testDatabaseUrl().replace('/backbeat?', `/${name}?`)
}
