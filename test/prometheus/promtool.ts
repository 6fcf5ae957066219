// Prometheus' own tool. Tests that use it stand in a describeReal that needs `promtool`.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { findBinary } from '../../prometheus/local/programs/find-binary.ts'

/** What promtool prints. Rejects with its complaint where it fails. */
export async function promtool(...args: readonly string[]): Promise<string> {
  const run = promisify(execFile)(findBinary('promtool', process.env), args, { maxBuffer: 64 * 1024 * 1024 })
  const { stdout } = await run.catch((error) => {
    throw new Error(`promtool ${args.join(' ')}: ${error.stdout}${error.stderr}`)
  })
  return stdout
}
