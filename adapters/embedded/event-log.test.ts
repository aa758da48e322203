import { eventLogContract } from '@backbeat/ports/event-log.contract'
import { testFolder } from '@backbeat/runtime/testing'
import { openEventLog } from './event-log.ts'
import { batchKeyOf, openLogStore } from './event-log-store.ts'

eventLogContract('embedded log', async (t) => {
  const dir = await testFolder(t)
  let aheadMs = 0
  const start = () => openEventLog(dir, { clock: () => Date.now() + aheadMs })
  let log = await start()
  t.after(() => log.close())
  const restart = async () => {
    await log.close()
    log = await start()
    return log
  }
  return {
    log,
    restart,
    advanceMs: (ms) => {
      aheadMs += ms
    },
    async damage({ partition }, offset) {
      await log.close()
      const store = await openLogStore(dir)
      const { batches, root } = store
      const key = batchKeyOf(store, 0, partition, offset)
      const batch = Buffer.from(batches.get(key as Buffer) as Buffer)
      batch[batch.length - 1] = (batch.at(-1) as number) ^ 1
      await batches.put(key as Buffer, batch)
      await root.close()
      log = await start()
      return log
    },
  }
})
