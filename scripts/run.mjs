// Runs the command line from the sources: compiles them first if they changed. `npm run dev -- scenario steady`, and what
// `npm run scenario steady` does. One process, so that signals and exit codes are the program's own.

import { build } from './build.mjs'

try {
  await build()
} catch {
  process.stderr.write('The sources do not compile, so nothing was run.\n')
  process.exit(2)
}
await import('../dist/cli.js')
