/** Flags, environment and `.env` → the settings of the process and of the services that it runs. */
import { BackbeatError } from '@backbeat/contracts/errors'
import {
  type Flags,
  loadSettings,
  printableSettings,
  type Settings,
  type SettingValues,
} from '@backbeat/runtime/config'
import type { Service } from '@backbeat/runtime/service'
import { coreSettings } from './core-settings.ts'
import { services } from './services.ts'

export interface Configuration {
  core: SettingValues<typeof coreSettings>
  /** By service. */
  settings: Record<string, Record<string, unknown>>
  services: readonly Service[]
  /** For `--print-config`. */
  printable: Record<string, unknown>
}

/** Every setting group, of all services whether they run here or not, so that no key is unknown. */
export const settingGroups: Record<string, Settings> = {
  core: coreSettings,
  ...Object.fromEntries(services.map((service) => [service.name, service.settings])),
}

/** Throws `config-invalid`, all errors at once. No targets, or `all`, means every service. */
export function readConfiguration(
  flags: Flags,
  environment: Record<string, string>,
  targets: readonly string[] = [],
): Configuration {
  const values = loadSettings(settingGroups, flags, environment)
  return {
    core: values.core as SettingValues<typeof coreSettings>,
    settings: values,
    services: chosen(targets),
    printable: printableSettings(settingGroups, values),
  }
}

function chosen(targets: readonly string[]): readonly Service[] {
  if (targets.length === 0 || targets.includes('all')) return services
  const names = services.map((service) => service.name)
  const unknown = targets.filter((target) => !names.includes(target))
  if (unknown.length > 0) {
    throw new BackbeatError(
      'config-invalid',
      `There is no service ${unknown.join(', ')}. Allowed: all, ${names.join(', ')}.`,
    )
  }
  return services.filter((service) => targets.includes(service.name))
}
