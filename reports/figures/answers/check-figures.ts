// What became of the checks of answers, in words that stand alike in every writer.

import type { AnswerCheckCounts } from '../../../core/report/report.ts'
import { counted } from '../../../core/text/plural.ts'
import { formatCount } from '../figures.ts'

const MOST_SHOWN = 5

/** `12 checks of answers held, 1 did not`; undefined where there are none. */
export function checksFigure(checks: readonly AnswerCheckCounts[]): string | undefined {
  if (checks.length === 0) return undefined
  const failed = checks.filter((check) => check.failed > 0).length
  const unjudged = checks.filter(({ judged }) => judged === 0).length
  const held = checks.length - failed - unjudged
  return [
    `${formatCount(held)} of ${counted(checks.length, 'check')} held`,
    ...(failed === 0 ? [] : [`${formatCount(failed)} failed`]),
    ...(unjudged === 0 ? [] : [`${formatCount(unjudged)} without an answer to judge`]),
  ].join(', ')
}

/** Those that failed, the most frequent first; of many the first few. */
export function failedCheckFigures(checks: readonly AnswerCheckCounts[]): string[] {
  const failed = checks.filter((check) => check.failed > 0).sort((a, b) => b.failed - a.failed)
  const hidden = failed.length - MOST_SHOWN
  return [
    ...failed.slice(0, MOST_SHOWN).map(failedCheckFigure),
    ...(hidden > 0 ? [`and ${counted(hidden, 'more check', 'more checks')} that failed, in report.json`] : []),
  ]
}

/** `pointer /total > 3 of checkout: 12 of 400 failed, the first with /total: 2` */
function failedCheckFigure(check: AnswerCheckCounts): string {
  return `${check.check} of ${check.request}: ${checkCountFigure(check)}${firstFigure(check)}`
}

/** `12 of 400 failed`, `400 held`, `no answer to judge`. */
export function checkCountFigure({ judged, failed }: Pick<AnswerCheckCounts, 'judged' | 'failed'>): string {
  if (judged === 0) return 'no answer to judge'
  return failed === 0 ? `${formatCount(judged)} held` : `${formatCount(failed)} of ${formatCount(judged)} failed`
}

function firstFigure({ first }: AnswerCheckCounts): string {
  return first === null || first.got === '' ? '' : `, the first with ${first.got}`
}
