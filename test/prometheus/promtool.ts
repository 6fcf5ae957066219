// Prometheus' own tool, where it is installed (CI has it): tests that need it are skipped elsewhere.

import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'

const PROMTOOL = process.env.PROMTOOL ?? 'promtool'

export const hasPromtool = spawnSync(PROMTOOL, ['--version']).status === 0

/** What promtool prints. Rejects with its complaint where it fails. */
export async function promtool(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(PROMTOOL, args, { maxBuffer: 64 * 1024 * 1024 }).catch((error) => {
    throw new Error(`promtool ${args.join(' ')}: ${error.stdout}${error.stderr}`)
  })
  return stdout
}
