// Reports a run's result to every reporter that was chosen.

import { randomUUID } from 'node:crypto'
import type { Environment } from '../../core/environment.ts'
import type { Report } from '../../core/report/report.ts'
import { hideSecrets } from '../../core/secrets/secrets.ts'
import { UserError } from '../../core/user-error.ts'
import { plainText } from '../figures/plain-text.ts'
import { githubLiteral } from '../github/literal.ts'
import { renderJson } from '../json/report-json.ts'
import type { JUnitPolicy } from '../junit/junit.ts'
import type { Reporter } from './reporters.ts'
import { type ReporterOutput, writeTo } from './write-to.ts'

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

/** Of what is simulated, that of the model too: it is what --expect asks for. */
function verdictWords({ verdict, simulation }: Report): string {
  return simulation === undefined ? verdict : `${verdict} (model: ${simulation.verdict})`
}

/** A file that cannot be written costs no other reporter its result; stderr says so. */
export async function reportResult(report: Report, options: ResultOptions): Promise<void> {
  const { reporters, json, quiet, policy, stdout, stderr, environment } = options
  if (json) stdout.write(renderJson(report))
  const stream = json ? stderr : stdout
  const isGitHub = reporters.some(({ name }) => name === 'github')
  const literal = (text: string) => (isGitHub ? githubLiteral(text, randomUUID()) : text)
  const note = exitNote(report, policy)
  if (quiet)
    stream.write(
      literal(
        `${[`${verdictWords(report)}:`, plainText(report.headline ?? report.reasons[0] ?? ''), ...note].join(' ').trimEnd()}\n`,
      ),
    )
  for (const reporter of reporters)
    try {
      await writeTo(reporter, report, { stream, environment, quiet, policy, literal })
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      stderr.write(literal(`${plainText(hideSecrets(error.message))}\n`))
    }
  if (!quiet) stream.write(note.map((line) => `${line}\n`).join(''))
}

/** What the exit code would leave a reader to wonder about. */
function exitNote({ verdict, run }: Report, { inconclusive }: JUnitPolicy): string[] {
  if (verdict !== 'inconclusive' || inconclusive !== 'failure' || run.interrupted) return []
  return ['Exit code 1: an inconclusive run counts as a failure here (--inconclusive fail).']
}
