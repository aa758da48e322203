/** `backbeat`: the commands. Each loads what it needs when it runs, so that help is quick. */
import { BackbeatError } from '@backbeat/contracts/errors'
import { Command } from 'commander'

export async function runProgram(commandArguments: string[]): Promise<void> {
  if (commandArguments[0] === 'start') {
    const { start } = await import('./start.ts')
    return start(commandArguments.slice(1))
  }
  const program = new Command('backbeat')
    .description('A self-hosted music streaming platform built around a durable event log')
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  program.command('start').description('Start Backbeat (see start --help)').allowUnknownOption()
  addImport(program)
  addToken(program)
  addSql(program)
  try {
    await program.parseAsync(commandArguments, { from: 'user' })
  } catch (error) {
    if (!(error instanceof BackbeatError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(error.code === 'config-invalid' || error.code === 'start-failed' ? 2 : 1)
  }
}

const dataOption = ['--data <folder>', 'data folder (BACKBEAT_DATA)'] as const

function addImport(program: Command): void {
  program
    .command('import <folder>')
    .description('Import a music folder; the music itself is never changed')
    .option('--dry-run', 'report what an import would do, and do nothing')
    .option('--json', 'print the report as JSON')
    .option(...dataOption)
    .action(
      async (folder: string, options: { dryRun?: boolean; json?: boolean; data?: string }) => {
        const { importFolder } = await import('./import.ts')
        await importFolder(folder, options)
      },
    )
}

function addToken(program: Command): void {
  program
    .command('token')
    .description('Print an access token for a user, as the last line')
    .requiredOption('--user <name>', 'user name')
    .option('--scope <scopes>', 'scopes, separated by spaces', 'user-library-read')
    .option(...dataOption)
    .action(async (options: { user: string; scope: string; data?: string }) => {
      const { printToken } = await import('./token.ts')
      await printToken(options)
    })
}

function addSql(program: Command): void {
  program
    .command('sql <query>')
    .description('Query the lake of events with SQL: a view per event type, and `events` over all')
    .option('--json', 'print rows as JSON lines')
    .option(...dataOption)
    .action(async (query: string, options: { json?: boolean; data?: string }) => {
      const { runSql } = await import('./sql.ts')
      await runSql(query, options)
    })
}
