// `npm run check`: static checks, each of them even if an earlier one fails.
import { spawnSync } from 'node:child_process'

const checks = [
  ['biome', 'ci', '--error-on-warnings'],
  ['tsc', '-p', '.'],
  ['tsc', '-p', 'web/player'],
  ['oxlint', '--type-aware', '--disable-nested-config'],
  ['knip'],
]
let failed = 0
for (const [command, ...commandArguments] of checks) {
  process.stdout.write(`> ${command} ${commandArguments.join(' ')}\n`)
  const { status } = spawnSync(`node_modules/.bin/${command}`, commandArguments, {
    stdio: 'inherit',
  })
  if (status !== 0) failed++
}
process.stdout.write(failed === 0 ? 'All checks passed.\n' : `${failed} checks failed.\n`)
process.exit(failed === 0 ? 0 : 1)
