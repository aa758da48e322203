/** `node apps/main.ts [services…] [flags]`: starts them (all by default), says when they are ready, ends on SIGTERM. */
import { start } from './cli/start.ts'

await start(process.argv.slice(2))
