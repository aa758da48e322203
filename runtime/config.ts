/**
 * Settings: each is declared once, with its flag, environment twin, schema and doc line, by the room that uses it.
 * Flags win over the environment, the environment over `.env`. All errors are told at once; unknown `BACKBEAT_*` keys
 * are refused. The only file that reads `process.env`.
 */
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { parseEnv } from 'node:util'
import { BackbeatError } from '@backbeat/contracts/errors'
import { z } from 'zod'

export interface Setting<S extends z.ZodType = z.ZodType> {
  /** Customary name for engine addresses, else `BACKBEAT_…`. With `…_FILE` its value is read from that file. */
  env: string
  /** Long flag without dashes; none for what must not be in a process list. */
  flag?: string
  /** Parses the text; for repeatable settings, the list of texts. */
  schema: S
  doc: string
  /** Never printed. */
  secret?: boolean
  /** The flag may be given several times; the environment separates by the platform's path separator. */
  repeatable?: boolean
  /** A flag without a value. */
  toggle?: boolean
}

export type Settings = Record<string, Setting>
export type SettingValues<S extends Settings> = { [K in keyof S]: z.output<S[K]['schema']> }
export type Flags = Record<string, string | string[] | boolean | undefined>

export const setting = <S extends z.ZodType>(declared: Setting<S>): Setting<S> => declared

/** `true/false`, `1/0`, `yes/no`, `on/off`. */
export const booleanText = z
  .enum(['true', 'false', '1', '0', 'yes', 'no', 'on', 'off'])
  .transform((text) => ['true', '1', 'yes', 'on'].includes(text))

export const portText = z
  .string()
  .regex(/^\d+$/, 'a whole number from 0 to 65535')
  .transform(Number)
  .refine((port) => port <= 65_535, 'a whole number from 0 to 65535')

/** The environment with `.env` of the working folder beneath it. */
export function readEnvironment(cwd = process.cwd()): Record<string, string> {
  const file = join(cwd, '.env')
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  return { ...fromFile, ...process.env } as Record<string, string>
}

/** Reads each group of settings; throws `config-invalid` that names every wrong value and what is allowed. */
export function loadSettings<G extends Record<string, Settings>>(
  groups: G,
  flags: Flags,
  environment: Record<string, string>,
): { [K in keyof G]: SettingValues<G[K]> } {
  const errors: string[] = []
  const values: Record<string, Record<string, unknown>> = {}
  for (const [group, settings] of Object.entries(groups)) {
    values[group] = {}
    for (const [key, declared] of Object.entries(settings)) {
      values[group][key] = readSetting(declared, flags, environment, errors)
    }
  }
  errors.push(...unknownKeys(groups, environment))
  if (errors.length > 0) {
    throw new BackbeatError('config-invalid', errors.join('\n'), { details: { errors } })
  }
  return values as { [K in keyof G]: SettingValues<G[K]> }
}

function readSetting(
  declared: Setting,
  flags: Flags,
  environment: Record<string, string>,
  errors: string[],
): unknown {
  const { source, raw } = rawValue(declared, flags, environment, errors)
  const parsed = declared.schema.safeParse(raw)
  if (parsed.success) return parsed.data
  const given = declared.secret || raw === undefined ? '' : ` ${JSON.stringify(raw)}`
  for (const issue of parsed.error.issues) {
    errors.push(`${source}:${given} is not valid: ${issue.message}`)
  }
  return undefined
}

function rawValue(
  declared: Setting,
  flags: Flags,
  environment: Record<string, string>,
  errors: string[],
): { source: string; raw: string | string[] | undefined } {
  const flag = declared.flag === undefined ? undefined : flags[declared.flag]
  if (flag !== undefined) {
    return { source: `--${declared.flag}`, raw: typeof flag === 'boolean' ? String(flag) : flag }
  }
  const text = environment[declared.env]
  const file = environment[`${declared.env}_FILE`]
  const source = text === undefined && file !== undefined ? `${declared.env}_FILE` : declared.env
  if (text === undefined && file === undefined) return { source, raw: undefined }
  try {
    const value = text ?? readFileSync(file as string, 'utf8').trimEnd()
    return { source, raw: declared.repeatable ? value.split(delimiter).filter(Boolean) : value }
  } catch (error) {
    errors.push(`${source}: cannot read ${file}: ${(error as Error).message}`)
    return { source, raw: undefined }
  }
}

function unknownKeys(
  groups: Record<string, Settings>,
  environment: Record<string, string>,
): string[] {
  const known = Object.values(groups).flatMap((settings) =>
    Object.values(settings).map((declared) => declared.env),
  )
  return Object.keys(environment)
    .filter((key) => key.startsWith('BACKBEAT_') && !key.startsWith('BACKBEAT_TEST_'))
    .filter((key) => !known.includes(key) && !known.includes(key.replace(/_FILE$/, '')))
    .map((key) => `${key}: there is no such setting. Known: ${known.sort().join(', ')}`)
}

/** Name → value as text, secrets hidden; for `--print-config`. */
export function printableSettings(
  groups: Record<string, Settings>,
  values: Record<string, Record<string, unknown>>,
): Record<string, unknown> {
  const shown = Object.entries(groups).flatMap(([group, settings]) =>
    Object.entries(settings).map(([key, declared]) => {
      const value = values[group]?.[key]
      return [declared.env, declared.secret && value !== undefined ? '(hidden)' : (value ?? null)]
    }),
  )
  return Object.fromEntries(shown)
}
