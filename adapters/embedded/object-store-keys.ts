/** What is a key: relative, `/`-separated, nothing that a file system could read otherwise. */
import { BackbeatError } from '@backbeat/contracts/errors'

const keyLengthMax = 4_096

/** The parts of a key; `bad-request` if it is none. */
export function keyParts(key: string): string[] {
  const parts = key.split('/')
  if (
    key.length > keyLengthMax ||
    parts.some((part) => !isPart(part)) ||
    parts[0] === incomingName
  ) {
    throw new BackbeatError('bad-request', `${JSON.stringify(key.slice(0, 200))} is not a key.`)
  }
  return parts
}

/** Where files are while they are written; no key begins with it. */
export const incomingName = '.incoming'

const forbidden = process.platform === 'win32' ? /[\0\\:]/ : /\0/

const isPart = (part: string): boolean =>
  part !== '' && part !== '.' && part !== '..' && !forbidden.test(part)
