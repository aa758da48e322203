/** `backbeat start [services…]`: runs until SIGINT or SIGTERM. Exit codes: 0 stopped, 1 failed, 2 could not start. */
import { BackbeatError } from '@backbeat/contracts/errors'
import { readEnvironment } from '@backbeat/runtime/config'
import { Command } from 'commander'
import { type Backbeat, startBackbeat } from '../backbeat.ts'
import { readConfiguration } from '../configuration.ts'
import { addSettingOptions, flagsOf } from './setting-options.ts'

/** A stop that takes longer than this is cut short; SIGTERM promises ten seconds. */
const stopMsMax = 9000

export async function start(commandArguments: string[]): Promise<void> {
  await startCommand().parseAsync(commandArguments, { from: 'user' })
}

export function startCommand(): Command {
  const command = new Command('backbeat start')
    .description('Start Backbeat: every service, or those named')
    .argument('[services...]', 'which services to run here')
    .option('--print-config', 'print the settings in force and end')
  addSettingOptions(command)
  command.configureOutput({ writeErr: (text) => process.stderr.write(text) })
  command.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  return command.action(async (services: string[], options: Record<string, unknown>) => {
    await run(services, options)
  })
}

async function run(services: string[], options: Record<string, unknown>): Promise<void> {
  const say = speaker(options.json === true)
  try {
    const configuration = readConfiguration(flagsOf(options), readEnvironment(), services)
    if (options.printConfig) {
      process.stdout.write(`${JSON.stringify(configuration.printable, null, 2)}\n`)
      return
    }
    const backbeat = await startBackbeat(configuration)
    stopOnSignal(backbeat)
    const { url, port } = backbeat
    speaker(configuration.core.json)(`Backbeat is ready at ${url}`, { event: 'ready', url, port })
  } catch (error) {
    const message = explain(error)
    say(message, { event: 'failed', message }, process.stderr)
    process.exit(2)
  }
}

/** One clear sentence for what is expected; a stack for what is a defect. */
function explain(error: unknown): string {
  if (error instanceof BackbeatError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

const speaker =
  (json: boolean) =>
  (text: string, line: Record<string, unknown>, to: NodeJS.WriteStream = process.stdout): void => {
    to.write(json ? `${JSON.stringify(line)}\n` : `${text}\n`)
  }

function stopOnSignal(backbeat: Backbeat): void {
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), stopMsMax).unref()
    await backbeat.stop()
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
}
