/** Identity: who someone is and what they may do. Accounts, sign-in, tokens, signing keys. */
import { booleanText, setting } from '@backbeat/runtime/config'
import { defineService } from '@backbeat/runtime/service'
import { z } from 'zod'
import { createAccounts } from './accounts.ts'
import { createEntries } from './entries.ts'
import { createKeyWatch } from './key-watch.ts'
import { migration as initial } from './migrations/0001-identity.ts'
import { sweepExpired } from './oidc-adapter.ts'
import { createOidcProvider } from './oidc-provider.ts'
import { passwordLengthMin, passwordRule } from './passwords.ts'
import { createRateLimit } from './rate-limit.ts'
import { createRoutes } from './routes.ts'
import { createSignIn } from './sign-in/sign-in.ts'
import type { IdentityTables } from './store/tables.ts'

const minute = 60_000

export const identity = defineService({
  name: 'identity',
  summary: 'Accounts, roles, sign-in pages and the tokens that prove who someone is.',
  needs: [],
  settings: {
    adminPassword: setting({
      env: 'BACKBEAT_ADMIN_PASSWORD',
      schema: z.string().min(passwordLengthMin, passwordRule).max(200).optional(),
      doc: 'Password of the user `admin`; without it the first visit asks for one.',
      secret: true,
    }),
    registration: setting({
      env: 'BACKBEAT_REGISTRATION',
      flag: 'registration',
      schema: booleanText.default(false),
      doc: 'Whether visitors may create accounts for themselves.',
      toggle: true,
    }),
  },
  publishes: ['identity.user-registered'],
  consumes: [],
  migrations: { '0001-identity': initial },

  async start(context) {
    const { clock, log, outbox, publicUrl, settings } = context
    const db = context.database<IdentityTables>()
    const accounts = createAccounts({ db, outbox, clock })
    if (settings.adminPassword) await accounts.applyConfiguredPassword(settings.adminPassword)
    const cookieSecret = context.secret('oidc-cookies')
    const keys = await createKeyWatch({
      db,
      clock,
      log,
      build: (ring) =>
        createOidcProvider({ publicUrl, keys: ring, cookieSecret, db, clock, accounts }),
    })
    const sweep = setInterval(() => {
      sweepExpired(db, clock).catch((err: unknown) => log.warn({ err }, 'sweep failed'))
    }, 5 * minute).unref()
    const { registration } = settings
    const csrfSecret = context.secret('sign-in-forms')
    const provider = keys.provider
    const signIn = createSignIn({
      provider,
      accounts,
      publicUrl,
      csrfSecret,
      registration,
      clock,
      log,
    })
    const passwordAttempts = createRateLimit({ attempts: 10, windowMs: 5 * minute, clock })
    const routes = createRoutes({
      accounts,
      db,
      keys: keys.ring,
      publicUrl,
      clock,
      log,
      passwordAttempts,
      registrationOpen: registration,
    })
    return {
      fetch: async (request) => routes.fetch(request),
      entries: createEntries({ provider, signIn, publicUrl }),
      async stop() {
        clearInterval(sweep)
        await keys.stop()
      },
    }
  },
})
