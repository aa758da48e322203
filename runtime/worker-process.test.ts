import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { testFolder } from './testing.ts'
import { workerProcess } from './worker-process.ts'

const answerer = pathToFileURL(join(import.meta.dirname, 'worker-process.ts')).href

/** Does what it is told: answer, fail, die, hang, eat memory. */
const module = `import { answerTasks } from '${answerer}'
const kept = []
answerTasks(async ({ ask }) => {
  if (ask === 'pid') return process.pid
  if (ask === 'fail') throw new Error('not this')
  if (ask === 'die') process.exit(7)
  if (ask === 'hang') for (;;) continue
  if (ask === 'eat') for (;;) { kept.push(Buffer.alloc(20_000_000, 1)); await new Promise(setImmediate) }
})`

async function fixture(t: TestContext, memoryMibMax = 1024) {
  const path = join(await testFolder(t), 'worker.mjs')
  await writeFile(path, module)
  const worker = workerProcess({ module: path, memoryMibMax })
  t.after(() => worker.close())
  const run = (ask: string, timeoutMs = 10_000, signal?: AbortSignal) =>
    worker.run({ ask }, { timeoutMs, signal })
  return { worker, run }
}

test('tasks that fail leave the process as it is', async (t) => {
  const { run } = await fixture(t)
  const pid = await run('pid')
  await assert.rejects(run('fail'), /not this/)
  assert.equal(await run('pid'), pid)
})

test('a process that died is replaced', async (t) => {
  const { run } = await fixture(t)
  const pid = await run('pid')
  await assert.rejects(run('die'), /exit code 7/)
  assert.notEqual(await run('pid'), pid)
})

test('a task that hangs is killed when its time is over, or when it is aborted', async (t) => {
  const { run } = await fixture(t)
  await assert.rejects(run('hang', 300), /longer than/)
  const stop = new AbortController()
  const hanging = run('hang', 10_000, stop.signal)
  const reason = new Error('enough')
  stop.abort(reason)
  await assert.rejects(hanging, (error) => error === reason)
  assert.ok(await run('pid'))
})

test('a task that eats memory is killed', {
  skip: process.platform !== 'linux' && 'needs /proc',
}, async (t) => {
  const { run } = await fixture(t, 300)
  await assert.rejects(run('eat'), /more than 300 MiB/)
})

test('a closed worker takes no tasks', async (t) => {
  const { worker, run } = await fixture(t)
  await run('pid')
  await worker.close()
  await assert.rejects(run('pid'), /was closed/)
})
