// The phrase that completes `expected …` for a wrong rule of a kill switch, as specific as the mistake allows.

import { ABORT_EXAMPLES, SHORTEST_ABORT_SECONDS } from '../../core/scenario/abort-rule.ts'
import { parseAbortRule } from '../../core/scenario/parse-abort-rule.ts'
import { parseShare } from '../../core/scenario/parse-objective.ts'
import { formatDuration, parseDuration } from '../../core/text/duration.ts'
import { durationMeant } from '../../core/text/duration-meant.ts'

/** The words that a rule can begin with. */
export const ABORT_SUBJECTS = ['errors', 'timeouts', 'connect errors', 'p95'] as const

const ANY_RULE = `a rule such as ${ABORT_EXAMPLES.join(', ')}`

export function isAbortRule(line: unknown): line is string {
  return typeof line === 'string' && parseAbortRule(line) !== undefined
}

/** `error` of `error > 50% for 10s`: the word that may be misspelt. Every percentile counts as `p95`. */
export function abortSubject(line: unknown): string {
  const subject = /^\s*([^<>=≥≤]+?)\s*(?:[<>=≥≤]|$)/.exec(String(line))?.[1] ?? ''
  return /^p[\d.]+$/i.test(subject) ? 'p95' : subject.replace(/\s+/g, ' ').toLowerCase()
}

export function expectedAbortRule(line: unknown): string {
  if (typeof line !== 'string') return ANY_RULE
  const written = line.trim().replace(/\s+/g, ' ').toLowerCase()
  const [, subject = '', operator = '', limit = '', rest = ''] =
    /^(.+?) ?([<>]=?|=+|≤|≥) ?(\S+(?: %)?) ?(.*)$/.exec(written) ?? []
  const isQuantile = /^p\d/.test(subject)
  if (!isQuantile && !ABORT_SUBJECTS.some((known) => known === subject)) return ANY_RULE
  if (operator !== '>') return `a rule that is broken above a limit, as in ${ruleOf(subject, limit, rest)}`
  if (isQuantile && (parseDuration(limit) ?? 0) === 0)
    return `a limit with a unit and above 0, as in ${ruleOf(subject, durationMeant(limit) ?? '5s', rest)}`
  if (!isQuantile && (parseShare(limit) ?? 1) === 1)
    return `a limit in percent and below 100%, as in ${ruleOf(subject, percentMeant(limit), rest)}`
  const span = parseDuration(rest.replace(/^for\s+/, ''))
  if (span === undefined || !rest.startsWith('for')) return `how long it lasts, as in ${ruleOf(subject, limit, '')}`
  if (span < SHORTEST_ABORT_SECONDS)
    return `a time of at least ${formatDuration(SHORTEST_ABORT_SECONDS)}, for requests are counted once a second`
  return ANY_RULE
}

/** The rule with what is right of it, and an example in place of what is not. */
function ruleOf(subject: string, limit: string, rest: string): string {
  const span = /^for\s+(\S+)$/.exec(rest)?.[1] ?? ''
  const seconds = parseDuration(span) ?? 0
  return `${subject} > ${limit} for ${seconds < SHORTEST_ABORT_SECONDS ? '10s' : span}`
}

/** A number below 1 was meant as a fraction. */
function percentMeant(limit: string): string {
  const number = Number(limit)
  if (!(number > 0 && number < 100)) return '50%'
  return `${Number((number < 1 ? number * 100 : number).toPrecision(12))}%`
}
