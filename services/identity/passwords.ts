/** Passwords: argon2id, and the rule they must meet. */
import { BackbeatError } from '@backbeat/contracts/errors'
import { hash, verify } from '@node-rs/argon2'

export const passwordLengthMin = 10
const passwordLengthMax = 200
export const passwordRule = `A password needs at least ${passwordLengthMin} characters.`

/** OWASP's first choice for argon2id; the package's default algorithm is argon2id. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export function checkPasswordRule(password: string): void {
  if (password.length < passwordLengthMin) throw new BackbeatError('bad-request', passwordRule)
  if (password.length > passwordLengthMax) {
    throw new BackbeatError(
      'bad-request',
      `A password has at most ${passwordLengthMax} characters.`,
    )
  }
}

export const hashPassword = (password: string): Promise<string> => hash(password, cost)

let decoy: Promise<string> | undefined

/** Hash of nothing anyone knows, so that user names that don't exist cost the same time. */
export function decoyHash(): Promise<string> {
  decoy ??= hashPassword(crypto.randomUUID())
  return decoy
}

/** Takes the same time whether there is a hash or not. */
export async function passwordMatches(
  passwordHash: string | null | undefined,
  password: string,
): Promise<boolean> {
  if (password.length > passwordLengthMax) return false
  const matches = await verify(passwordHash ?? (await decoyHash()), password)
  return matches && passwordHash != null
}
