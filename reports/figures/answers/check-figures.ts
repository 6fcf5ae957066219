// What became of the checks of answers, in words that stand alike in every writer.

import type { AnswerCheckCounts } from '../../../core/report/report.ts'
import { counted } from '../../../core/text/plural.ts'
import { formatCount } from '../figures.ts'

const MOST_SHOWN = 5

/** `12 of 14 checks held, 1 failed, 1 with answers that could not be read`; undefined where there are none. */
export function checksFigure(checks: readonly AnswerCheckCounts[]): string | undefined {
  if (checks.length === 0) return undefined
  const failed = checks.filter((check) => check.failed > 0).length
  const unreadable = checks.filter((check) => check.failed === 0 && isUnreadable(check)).length
  const unjudged = checks.filter((check) => check.judged === 0 && !isUnreadable(check)).length
  const held = checks.length - failed - unreadable - unjudged
  return [
    `${formatCount(held)} of ${counted(checks.length, 'check')} held`,
    ...(failed === 0 ? [] : [`${formatCount(failed)} failed`]),
    ...(unreadable === 0 ? [] : [`${formatCount(unreadable)} with answers that could not be read`]),
    ...(unjudged === 0 ? [] : [`${formatCount(unjudged)} without an answer to judge`]),
  ].join(', ')
}

/** Those that failed or could not be read, the most frequent first; of many the first few. */
export function failedCheckFigures(checks: readonly AnswerCheckCounts[]): string[] {
  const failed = checks
    .filter((check) => check.failed > 0 || isUnreadable(check))
    .sort((a, b) => b.failed - a.failed || (b.unreadable ?? 0) - (a.unreadable ?? 0))
  const hidden = failed.length - MOST_SHOWN
  return [
    ...failed.slice(0, MOST_SHOWN).map(failedCheckFigure),
    ...(hidden > 0 ? [`and ${counted(hidden, 'more check', 'more checks')}, in report.json`] : []),
  ]
}

/** `pointer /total > 3 of checkout: 12 of 400 failed, the first with /total: 2` */
function failedCheckFigure(check: AnswerCheckCounts): string {
  return `${check.check} of ${check.request}: ${checkCountFigure(check)}${firstFigure(check)}`
}

/** `12 of 400 failed`, `400 held`, `400 held, 3 could not be read`, `no answer to judge`. */
export function checkCountFigure(check: Pick<AnswerCheckCounts, 'judged' | 'failed' | 'unreadable'>): string {
  const { judged, failed, unreadable = 0 } = check
  const told = failed === 0 ? `${formatCount(judged)} held` : `${formatCount(failed)} of ${formatCount(judged)} failed`
  const unread = `${formatCount(unreadable)} could not be read`
  if (judged === 0) return unreadable === 0 ? 'no answer to judge' : unread
  return unreadable === 0 ? told : `${told}, ${unread}`
}

function isUnreadable({ unreadable = 0 }: AnswerCheckCounts): boolean {
  return unreadable > 0
}

function firstFigure({ first }: AnswerCheckCounts): string {
  return first === null || first.got === '' ? '' : `, the first with ${first.got}`
}
