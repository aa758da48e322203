/** `backbeat token`: an access token for a user of this installation, as the last line of standard output. */
import { commandConfiguration, withConnection } from './connection.ts'

export async function printToken(options: {
  user: string
  scope: string
  data?: string
}): Promise<void> {
  const { user, scope } = options
  const answer = await withConnection(commandConfiguration(options), (connection) =>
    connection.call<{ access_token: string }>('POST', '/app/v1/tokens', { user, scope }),
  )
  process.stdout.write(`${answer.access_token}\n`)
}
