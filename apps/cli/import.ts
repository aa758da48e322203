/** `backbeat import DIR`: a progress bar while it runs, then the report. Exit code 1 if the import as a whole failed. */
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ImportProgress } from '@backbeat/contracts/api/catalog'
import { Presets, SingleBar } from 'cli-progress'
import { type Connection, commandConfiguration, withConnection } from './connection.ts'

export interface ImportOptions {
  dryRun?: boolean
  json?: boolean
  data?: string
}

export async function importFolder(folder: string, options: ImportOptions): Promise<void> {
  const path = resolve(folder)
  const report = await withConnection(commandConfiguration(options), async (connection) => {
    if (!options.dryRun) await connection.call('POST', '/app/v1/folders', { path })
    const begun = { paths: [path], dryRun: options.dryRun === true }
    await connection.call('POST', '/app/v1/imports', begun)
    return follow(connection, options.json !== true && process.stderr.isTTY)
  })
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : summary(report, options))
  if (report.state === 'failed') process.exitCode = 1
}

async function follow(connection: Connection, showBar: boolean): Promise<ImportProgress> {
  const bar = showBar
    ? new SingleBar(
        { format: '{bar} {percentage} % | {value} of {total} files' },
        Presets.shades_classic,
      )
    : null
  bar?.start(0, 0)
  for (;;) {
    const progress = await connection.call<ImportProgress>('GET', '/app/v1/imports/current')
    bar?.setTotal(progress.filesFound)
    bar?.update(progress.filesDone)
    if (progress.state === 'done' || progress.state === 'failed') {
      bar?.stop()
      return progress
    }
    await sleep(200)
  }
}

function summary(report: ImportProgress, options: ImportOptions): string {
  const { added, changed, moved, unchanged, removed, failureCount, failures } = report
  const heading = options.dryRun ? 'An import would give' : 'Imported'
  const counts = `${heading}: ${added} added, ${changed} changed, ${moved} moved, ${removed} removed, ${unchanged} unchanged, ${failureCount} failed\n`
  const reasons = failures.map(({ path, reason }) => `  ${path}: ${reason}\n`).join('')
  return `${report.error ? `${report.error}\n` : ''}${counts}${reasons}`
}
