// Reports a run's result to every reporter that was chosen.

import { randomUUID } from 'node:crypto'
import type { Environment } from '../../core/environment.ts'
import type { Report } from '../../core/report/report.ts'
import { plainText } from '../figures/plain-text.ts'
import { githubLiteral } from '../github/literal.ts'
import { renderJson } from '../json/report-json.ts'
import type { JUnitPolicy } from '../junit/junit.ts'
import { type Reporter, type ReporterOutput, writeTo } from './reporters.ts'

export interface ResultOptions {
  readonly reporters: readonly Reporter[]
  /** The report on stdout, and nothing else there. */
  readonly json: boolean
  /** The verdict and its reason in one line, instead of a summary. */
  readonly quiet: boolean
  readonly policy: JUnitPolicy
  readonly stdout: ReporterOutput['stream']
  readonly stderr: ReporterOutput['stream']
  readonly environment: Environment
}

/** @throws UserError where a file that was named cannot be written */
export async function reportResult(report: Report, options: ResultOptions): Promise<void> {
  const { reporters, json, quiet, policy, stdout, stderr, environment } = options
  if (json) stdout.write(renderJson(report))
  const stream = json ? stderr : stdout
  const isGitHub = reporters.some(({ name }) => name === 'github')
  const literal = (text: string) => (isGitHub ? githubLiteral(text, randomUUID()) : text)
  if (quiet) stream.write(literal(`${report.verdict}: ${plainText(report.headline ?? report.reasons[0] ?? '')}\n`))
  if (report.verdict === 'inconclusive' && !report.run.interrupted && policy.inconclusive === 'failure')
    stderr.write('An inconclusive run counts as failed here (--inconclusive fail), so the exit code is 1.\n')
  for (const reporter of reporters) await writeTo(reporter, report, { stream, environment, quiet, policy, literal })
}
