/** Command-line options from the settings that have flags. */
import type { Flags } from '@backbeat/runtime/config'
import type { Command } from 'commander'
import { settingGroups } from '../configuration.ts'

const flagged = Object.values(settingGroups)
  .flatMap((settings) => Object.values(settings))
  .filter((declared) => declared.flag !== undefined)

export function addSettingOptions(command: Command, only?: readonly string[]): void {
  for (const { flag, doc, env, repeatable, toggle } of flagged) {
    if (only && !only.includes(flag as string)) continue
    const description = `${doc} (${env})`
    if (toggle) command.option(`--${flag}`, description)
    else if (repeatable) command.option(`--${flag} <value>`, description, collect)
    else command.option(`--${flag} <value>`, description)
  }
}

const collect = (value: string, earlier: string[] | undefined): string[] => [
  ...(earlier ?? []),
  value,
]

/** Commander's camel-cased options back to flag names. */
export function flagsOf(options: Record<string, unknown>): Flags {
  const entries = flagged.map(({ flag }) => {
    const name = (flag as string).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
    return [flag, options[name]] as const
  })
  return Object.fromEntries(entries) as Flags
}
