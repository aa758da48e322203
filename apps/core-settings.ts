/** Settings of the process itself. */
import { resolve } from 'node:path'
import { booleanText, portText, setting } from '@backbeat/runtime/config'
import { logLevels } from '@backbeat/runtime/log'
import { z } from 'zod'

const postgresUrl = z
  .url({
    protocol: /^postgres(ql)?$/,
    error: 'a URL such as postgresql://user:password@host:5432/name',
  })
  .optional()

const webUrl = z
  .url({ protocol: /^https?$/, error: 'a URL such as https://music.example.org' })
  .transform((url) => url.replace(/\/+$/, ''))
  .optional()

export const coreSettings = {
  port: setting({
    env: 'BACKBEAT_PORT',
    flag: 'port',
    schema: portText.default(4400),
    doc: 'Port to listen on; 0 takes a free one',
  }),
  host: setting({
    env: 'BACKBEAT_HOST',
    flag: 'host',
    schema: z.string().min(1, 'an address or host name').default('127.0.0.1'),
    doc: 'Address to listen on',
  }),
  dataDir: setting({
    env: 'BACKBEAT_DATA',
    flag: 'data',
    schema: z
      .string()
      .min(1, 'a folder')
      .default('./data')
      .transform((path) => resolve(path)),
    doc: 'Folder for everything that Backbeat keeps',
  }),
  publicUrl: setting({
    env: 'BACKBEAT_PUBLIC_URL',
    flag: 'public-url',
    schema: webUrl,
    doc: 'Address under which clients reach it, if not http://host:port',
  }),
  databaseUrl: setting({
    env: 'DATABASE_URL',
    schema: postgresUrl,
    doc: 'A PostgreSQL of version 15 or later, instead of the embedded one',
    secret: true,
  }),
  ffmpeg: setting({
    env: 'BACKBEAT_FFMPEG',
    flag: 'ffmpeg',
    schema: z.string().min(1, 'the path of a program').optional(),
    doc: 'An ffmpeg of version 6 or later to encode with, instead of one found or the one from npm',
  }),
  logLevel: setting({
    env: 'BACKBEAT_LOG_LEVEL',
    flag: 'log-level',
    schema: z.enum(logLevels, { error: `one of ${logLevels.join(', ')}` }).default('warn'),
    doc: `One of ${logLevels.join(', ')}`,
  }),
  json: setting({
    env: 'BACKBEAT_JSON',
    flag: 'json',
    schema: booleanText.default(false),
    doc: 'Say what happens as JSON lines',
    toggle: true,
  }),
}
