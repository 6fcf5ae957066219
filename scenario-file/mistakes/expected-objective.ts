// The phrase that completes `expected …` for a wrong line of an SLA, as specific as the mistake allows.

import { OBJECTIVE_EXAMPLES, type Objective, parseObjective, parseShare } from '../../core/scenario/objective.ts'
import { parseDuration } from '../../core/text/duration.ts'

/** The words an objective can begin with. */
export const OBJECTIVE_SUBJECTS = ['errors', 'achieved', 'under', 'p95'] as const

const ANY_OBJECTIVE = `an objective such as ${OBJECTIVE_EXAMPLES.join(', ')}`

/** True where the line is an objective that some run could meet. */
export function isObjective(line: unknown): line is string {
  const objective = typeof line === 'string' ? parseObjective(line) : undefined
  return objective !== undefined && canBeMet(objective)
}

/** `error` of `error < 1%`: the word that may be misspelt. Every percentile counts as `p95`. */
export function objectiveSubject(line: unknown): string {
  const subject = /^\s*([^\s<>=]+)/.exec(String(line))?.[1] ?? ''
  return /^p[\d.]+$/.test(subject) ? 'p95' : subject
}

/** The phrase that completes `expected …`. */
export function expectedObjective(line: unknown): string {
  if (typeof line !== 'string') return ANY_OBJECTIVE
  const [, left = '', operator = '', right = ''] = /^\s*(.+?)\s*([<>]=?|=+|≤|≥)\s*(.+?)\s*$/.exec(line) ?? []
  const under = /^under\s+(.+)$/.exec(left)?.[1]
  if (/^p\d/.test(left)) return expectedQuantile(left, operator, right)
  if (left === 'errors') return expectedShare('errors', '<', operator, right)
  if (left === 'achieved') return expectedShare('achieved', '>', operator, right)
  if (under === undefined) return ANY_OBJECTIVE
  if ((parseDuration(under) ?? 0) <= 0) return `a duration with a unit, as in under ${withUnit(under)} > 90%`
  return expectedShare(`under ${under}`, '>', operator, right)
}

function expectedQuantile(left: string, operator: string, right: string): string {
  const percentile = Number(left.slice(1))
  if (!(percentile > 0 && percentile < 100)) return 'a percentile above p0 and below p100, as in p99.9 < 1s'
  if (operator !== '<') return `an upper limit, as in ${left} < ${withUnit(right)}`
  return `a limit with a unit and above 0, as in ${left} < ${withUnit(right)}`
}

function expectedShare(subject: string, sign: '<' | '>', operator: string, right: string): string {
  const number = Number(right)
  const share = parseShare(right)
  const example = sign === '<' ? '1%' : '99%'
  if (right !== '' && number > 0) return `a limit in percent, as in ${subject} ${sign} ${percentOf(number)}`
  if (share === undefined) return `a limit from 0% to 100%, as in ${subject} ${sign} ${example}`
  if (operator !== sign) return `${sign === '<' ? 'an upper' : 'a lower'} limit, as in ${subject} ${sign} ${right}`
  return `a limit that can be met, as in ${subject} ${sign} ${example}`
}

function canBeMet(objective: Objective): boolean {
  if (objective.kind === 'quantile') return true
  return objective.kind === 'errors' ? objective.limitShare > 0 : objective.limitShare < 1
}

// Below 1 the number was meant as a fraction (0.01), otherwise as a percentage.
function percentOf(number: number): string {
  return `${Number((number < 1 ? number * 100 : Math.min(number, 100)).toPrecision(12))}%`
}

function withUnit(text: string): string {
  if ((parseDuration(text) ?? 0) > 0) return text
  const number = Number(text)
  return text !== '' && number > 0 ? `${number}s` : '1s'
}
