import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { testFolder } from '@backbeat/runtime/testing'
import { openEventLog } from './event-log.ts'

test('a second log on the folder is refused, here and in another process', async (t) => {
  const dir = await testFolder(t)
  const log = await openEventLog(dir)
  t.after(() => log.close())
  await assert.rejects(openEventLog(dir), { code: 'start-failed', message: /in use by process/ })
  const other = `
    import { openEventLog } from ${JSON.stringify(join(import.meta.dirname, 'event-log.ts'))}
    await openEventLog(${JSON.stringify(dir)}).catch((error) => process.stdout.write(error.message))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', other])
  assert.match(stdout.toString(), new RegExp(`in use by process ${process.pid}\\.`))
})

test('the lock of a process that is gone does not count', async (t) => {
  const dir = await testFolder(t)
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  writeFileSync(join(dir, 'writer.lock'), JSON.stringify({ pid, started: '1' }))
  await (await openEventLog(dir)).close()
  writeFileSync(join(dir, 'writer.lock'), JSON.stringify({ pid: process.ppid, started: 'earlier' }))
  await (await openEventLog(dir)).close()
  writeFileSync(join(dir, 'writer.lock'), 'half a li')
  await (await openEventLog(dir)).close()
  assert.equal(existsSync(join(dir, 'writer.lock')), false)
})
