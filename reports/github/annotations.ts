// GitHub annotations: workflow commands on standard output, shown beside the job and in the changed files.
// Source: GitHub Docs, Workflow commands for GitHub Actions; GitHub shows at most 10 of a kind for a step.

import { relative } from 'node:path'
import type { Report } from '../../core/report/report.ts'
import type { Verdict } from '../../core/report/worst-verdict.ts'
import { counted } from '../../core/text/plural.ts'
import { workflowCommand } from '../../core/text/workflow-command.ts'
import { comparedLabel } from '../figures/baseline-figures.ts'
import { withPlainText } from '../figures/plain-text.ts'
import { objectiveWithPlace } from '../figures/sla-figures.ts'
import { VERDICT_WORDS, verdictTitle } from '../figures/verdict-label.ts'
import type { JUnitPolicy } from '../junit/junit.ts'

const MOST_ANNOTATIONS = 10

export interface AnnotationOptions {
  /** The folder that paths in annotations are relative to: the checkout. */
  readonly workspace: string
  /** Whether what is inconclusive counts as a failure, and so is an error. */
  readonly policy: JUnitPolicy
}

/** Why a run that proves nothing fails the job. */
const COUNTS_AS_FAILURE = 'Inconclusive counts as a failure here (--inconclusive fail).'

interface Annotation {
  readonly finding: Verdict
  readonly title: string
  readonly message: string
}

/** One line for each finding that is not met or undecided, the failures first; nothing for a clean pass. */
export function renderGitHubAnnotations(report: Report, { workspace, policy }: AnnotationOptions): string {
  const plain = withPlainText(report)
  if (plain.simulation !== undefined)
    return workflowCommand('notice', { file: null, title: verdictTitle(plain) }, plain.reasons.join(' '))
  const all = annotations(plain)
  const shown = all.length <= MOST_ANNOTATIONS ? all : [...all.slice(0, MOST_ANNOTATIONS - 1), theRest(plain, all)]
  const file = pathWithin(workspace, report.scenario.file)
  return shown.map((annotation) => shownAs(annotation, file, policy)).join('')
}

function annotations(report: Report): Annotation[] {
  const { name } = report.scenario
  const found: Annotation[] = [
    ...report.sla.map((finding) => ({
      finding: finding.finding,
      title: `${name}: ${objectiveWithPlace(finding)}`,
      message: finding.reason,
    })),
    ...report.alerts.flatMap(({ name: alert, expected, finding, reason }) =>
      finding === null ? [] : [{ finding, title: `${name}: ${alert} ${expected ?? ''}`.trimEnd(), message: reason }],
    ),
    ...(report.baseline?.findings ?? []).flatMap((compared) => {
      const { finding, reason } = compared
      const title = `${name}: ${comparedLabel(compared)} against the baseline`
      return finding === null ? [] : [{ finding, title, message: reason }]
    }),
  ].filter(({ finding }) => finding !== 'pass')
  const accounted = found.some(({ finding }) => finding === report.verdict) || report.verdict === 'pass'
  const ordered = [...found.filter(isFailure), ...found.filter((each) => !isFailure(each))]
  return accounted ? ordered : [wholeRun(report), ...ordered]
}

/** What no finding accounts for: an overloaded generator, an interruption, a histogram that was never scraped. */
function wholeRun({ scenario, verdict, reasons }: Report): Annotation {
  return { finding: verdict, title: `${scenario.name}: ${VERDICT_WORDS[verdict]}`, message: reasons.join(' ') }
}

function theRest(report: Report, all: readonly Annotation[]): Annotation {
  const hidden = all.slice(MOST_ANNOTATIONS - 1)
  const finding = hidden.some(isFailure) ? 'fail' : 'inconclusive'
  const message = `${hidden.map(({ title }) => title).join('; ')}. The report in ${report.run.folder} has them all.`
  return { finding, title: `${report.scenario.name}: ${counted(hidden.length, 'more finding')}`, message }
}

function isFailure({ finding }: Annotation): boolean {
  return finding === 'fail'
}

function shownAs(annotation: Annotation, file: string | null, { inconclusive }: JUnitPolicy): string {
  const { title, message } = annotation
  if (isFailure(annotation)) return workflowCommand('error', { file, title }, message)
  return inconclusive === 'failure'
    ? workflowCommand('error', { file, title }, `${message} ${COUNTS_AS_FAILURE}`)
    : workflowCommand('warning', { file, title }, message)
}

function pathWithin(workspace: string, file: string): string | null {
  const path = relative(workspace, file)
  return path === '' || path.startsWith('..') || path.startsWith('/') ? null : path
}
