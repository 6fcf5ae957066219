// Output that cannot be written (a reader that went away, a full disk, a closed terminal) ends the output, not the run:
// the report is still written, and the exit code is still the verdict's.

import type { Writable } from 'node:stream'

/** A reader that went away (`| head`) did so on purpose; all else is said on the other stream, once. */
export function tolerateBrokenOutput(stdout: Writable, stderr: Writable): void {
  let isSaid = false
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (isSaid || error.code === 'EPIPE') return
    isSaid = true
    stderr.write(`standard output: expected to be writable, got ${error.message}\n`)
  })
  stderr.on('error', () => {})
}
