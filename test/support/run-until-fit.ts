// A run on a machine that was busy with something else proves nothing, and says so. Tests that want to know about the
// service ask again; that an unfit run is no pass, and a fail only for what the service has missed for sure, is checked
// each time.

import { mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import { EXIT_CODES } from '../../commands/exit-code.ts'
import type { Report } from '../../core/report/report.ts'
import { type CliOptions, type CliResult, runCli } from './run-cli.ts'

const ATTEMPTS = 6
/** The last attempts wait, more each time: what kept the machine busy, tests beside this one above all, may have ended. */
const AT_ONCE = 3
const WAIT_SECONDS = 20

export interface FitOptions extends Pick<CliOptions, 'host'> {
  /** Called before each run. */
  readonly before?: () => Promise<void>
}

export interface FitRun {
  readonly cli: CliResult
  readonly report: Report
  readonly folder: string
}

/** Runs `sla-harness scenario` until its generator was fit. */
export async function runUntilFit(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  { before = async () => {}, ...place }: FitOptions = {},
): Promise<FitRun> {
  for (let attempt = 1; ; attempt++) {
    await delay(Math.max(0, attempt - AT_ONCE) * WAIT_SECONDS * 1e3)
    await before()
    const folder = mkdtempSync(join(cwd, 'run-'))
    const cli = await runCli(['scenario', ...args, '--out', folder], { cwd, env, ...place })
    const report: Report = JSON.parse(readReport(folder, cli))
    const isStarved = report.sla.some(({ doubt }) => doubt === 'service-starved')
    if (report.generator.fit && !isStarved) return { cli, report, folder }
    const missed = [...report.sla, ...report.alerts].filter(({ finding }) => finding === 'fail')
    expect(report.verdict, report.reasons.join('\n')).toBe(missed.length > 0 ? 'fail' : 'inconclusive')
    expect(cli.code).toBe(EXIT_CODES[report.verdict])
    if (attempt === ATTEMPTS) throw new Error(`unfit ${ATTEMPTS} times: ${report.generator.reasons.join(' ')}`)
  }
}

function readReport(folder: string, { code, stderr }: CliResult): string {
  try {
    return readFileSync(join(folder, 'report.json'), 'utf8')
  } catch (error) {
    throw new Error(`no report; exit code ${code}:\n${stderr}`, { cause: error })
  }
}
