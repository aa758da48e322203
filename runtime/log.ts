/** Structured logs: one JSON object a line on standard error, with a service name and, inside requests, an id. */
import { type DestinationStream, type Logger, pino } from 'pino'

export type { Logger }

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

const redacted = ['password', 'token', 'access_token', 'refresh_token', 'authorization', 'secret']

export function createLogger(
  level: LogLevel,
  destination: DestinationStream = process.stderr,
): Logger {
  return pino(
    { level, base: null, redact: [...redacted, ...redacted.map((k) => `*.${k}`)] },
    destination,
  )
}
