// The phrase that completes `expected …` for a wrong line of an SLA, as specific as the mistake allows.

import { OBJECTIVE_EXAMPLES, type Objective } from '../../core/scenario/objective.ts'
import { parseObjectiveLine, splitRequest } from '../../core/scenario/objective-line.ts'
import { parseShare } from '../../core/scenario/parse-objective.ts'
import { parseDuration } from '../../core/text/duration.ts'
import { durationMeant } from '../../core/text/duration-meant.ts'
import { withPlainNumbers } from '../../core/text/plain-number.ts'

/** The words an objective can begin with. */
export const OBJECTIVE_SUBJECTS = ['errors', 'achieved', 'under', 'p95', 'ttfb'] as const

const ANY_OBJECTIVE = `an objective such as ${OBJECTIVE_EXAMPLES.join(', ')}`

/** True where the line is an objective that some run could meet. */
export function isObjective(line: unknown): line is string {
  const parsed = typeof line === 'string' ? parseObjectiveLine(line) : undefined
  return parsed !== undefined && canBeMet(parsed.objective)
}

/** `error` of `error < 1%`: the word that may be misspelt. Every percentile counts as `p95`. */
export function objectiveSubject(line: unknown): string {
  const subject = (/^\s*([^\s<>=]+)/.exec(String(line))?.[1] ?? '').toLowerCase()
  return /^p[\d.]+$/.test(subject) || subjectMeant(subject) !== undefined ? 'p95' : subject
}

/** The phrase that completes `expected …`. */
export function expectedObjective(line: unknown): string {
  if (typeof line !== 'string') return ANY_OBJECTIVE
  const { text, request } = splitRequest(line)
  if (request === null) return expectedPlace(line) ?? expectedOfAll(line)
  const [, name = '', limit = ''] = /^(\S.*?)\s*([<>].*)$/.exec(request) ?? []
  const meant = `${text} ${limit} for ${name}`
  return name !== '' && isObjective(meant) ? `for at the end, as in ${meant}` : expectedOfAll(text)
}

/** Where the objective is right and what follows it is not: a request that is named otherwise than by `for`, or a phase. */
function expectedPlace(line: string): string | undefined {
  const [, objective = '', preposition = '', name = ''] =
    /^(.*?\S)\s+(for|of|on|at|in|during)(?:\s+(\S.*?))?\s*$/is.exec(line) ?? []
  if (!isObjective(objective)) return undefined
  const written = preposition.toLowerCase()
  if (name === '') return `the name of a request after for, as in ${objective} for checkout`
  if (written === 'during') return `the phase beside the objective: { objective: ${objective}, during: ${name} }`
  return `for before the name of a request, as in ${objective} for ${name}`
}

function expectedOfAll(line: string): string {
  const plain = withPlainNumbers(line)
  if (plain !== line) return `numbers without commas or underscores, as in ${plain}`
  const [, subject = '', operator = '', right = ''] = /^\s*(.+?)\s*([<>]=?|=+|≤|≥)\s*(.+?)\s*$/.exec(line) ?? []
  const left = subject.toLowerCase()
  const firstByte = FIRST_BYTE.exec(left)?.[0]
  if (firstByte !== undefined) return expectedFirstByte(left.replace(firstByte, ' '), operator, right)
  const known = /^p\d/.test(left) ? left : (subjectMeant(left) ?? left)
  const under = /^under\s+(.+)$/.exec(left)?.[1]
  if (/^p\d/.test(known)) return expectedQuantile(known, operator, right)
  if (known === 'errors') return expectedShare('errors', '<', operator, right)
  if (known === 'achieved') return expectedShare('achieved', '>', operator, right)
  if (under === undefined) return NOT_JUDGED.get(left) ?? ANY_OBJECTIVE
  if ((parseDuration(under) ?? 0) <= 0)
    return `a duration with a unit, as in ${eitherUnit(under, (bound) => `under ${bound} > 90%`)}`
  return expectedShare(`under ${under}`, '>', operator, right)
}

/** What others call the time to first byte: curl, k6. */
const FIRST_BYTE = /\bttfb\b|\b(?:time[ _-]?to[ _-]?)?first[ _-]?byte\b|\btime_starttransfer\b|\bhttp_req_waiting\b/

const SUBJECTS_ELSEWHERE: Readonly<Record<string, string>> = {
  median: 'p50',
  med: 'p50',
  error: 'errors',
  error_rate: 'errors',
  'error rate': 'errors',
  errorrate: 'errors',
  failures: 'errors',
  failed: 'errors',
  http_req_failed: 'errors',
  availability: 'achieved',
  success: 'achieved',
  success_rate: 'achieved',
  'success rate': 'achieved',
  uptime: 'achieved',
}

const NO_MEAN = 'a percentile, for a mean hides the slow requests, as in p50 < 200ms'
const NO_MAXIMUM = 'a percentile, for the maximum of a longer run is larger, as in p99.9 < 2s'
const NO_THROUGHPUT = 'achieved > 99%, for the phases set the rate and this says whether it was reached'

const NOT_JUDGED = new Map([
  ['avg', NO_MEAN],
  ['average', NO_MEAN],
  ['mean', NO_MEAN],
  ['max', NO_MAXIMUM],
  ['maximum', NO_MAXIMUM],
  ['throughput', NO_THROUGHPUT],
  ['rps', NO_THROUGHPUT],
  ['rate', 'errors or achieved in place of rate, as in errors < 1%'],
])

/** The subject that other tools call so: `p(95)` is p95, `availability` is achieved. */
function subjectMeant(subject: string): string | undefined {
  const percentile = /^p?\s*\(?\s*(\d{1,3}(?:\.\d+)?)\s*\)?\s*(?:th|st|nd|rd)?(?:\s*(?:percentile|latency|%))?$/.exec(
    subject,
  )?.[1]
  if (percentile !== undefined) return `p${percentile}`
  return Object.hasOwn(SUBJECTS_ELSEWHERE, subject) ? SUBJECTS_ELSEWHERE[subject] : undefined
}

/** @param rest of the subject, without the word for the first byte */
function expectedFirstByte(rest: string, operator: string, right: string): string {
  const word = rest.replace(/\bof\b/, ' ').trim()
  const percentile = /^p[\d.]+$/.test(word) ? word : subjectMeant(word)
  if (percentile !== undefined && /^p/.test(percentile)) return expectedQuantile(`ttfb ${percentile}`, operator, right)
  return `a percentile of ttfb, as in ${eitherUnit(right, (limit) => `ttfb p95 < ${limit}`)}`
}

/** @param left ends in the percentile */
function expectedQuantile(left: string, operator: string, right: string): string {
  const start = left.lastIndexOf('p')
  const percentile = Number(left.slice(start + 1))
  if (!(percentile > 0 && percentile < 100))
    return `a percentile above p0 and below p100, as in ${left.slice(0, start)}p99.9 < 1s`
  const example = eitherUnit(right, (limit) => `${left} < ${limit}`)
  if (operator !== '<') return `an upper limit, as in ${example}`
  const isLimit = (parseDuration(right) ?? 0) > 0
  return isLimit ? `an objective, as in ${example}` : `a limit with a unit and above 0, as in ${example}`
}

function expectedShare(subject: string, sign: '<' | '>', operator: string, right: string): string {
  const number = Number(right)
  const share = parseShare(right)
  const example = sign === '<' ? '1%' : '99%'
  if (right !== '' && number > 0) return `a limit in percent, as in ${subject} ${sign} ${percentOf(number)}`
  if (share === undefined) return `a limit from 0% to 100%, as in ${subject} ${sign} ${example}`
  if (operator !== sign) return `${sign === '<' ? 'an upper' : 'a lower'} limit, as in ${subject} ${sign} ${right}`
  const meant = `${subject} ${sign} ${right}`
  if (isObjective(meant)) return `an objective, as in ${meant}`
  return `a limit that can be met, as in ${subject} ${sign} ${example}`
}

function canBeMet(objective: Objective): boolean {
  if (objective.kind === 'quantile' || objective.kind === 'ttfb') return true
  return objective.kind === 'errors' ? objective.limitShare > 0 : objective.limitShare < 1
}

// Below 1 the number was meant as a fraction (0.01), otherwise as a percentage.
function percentOf(number: number): string {
  return `${Number((number < 1 ? number * 100 : Math.min(number, 100)).toPrecision(12))}%`
}

// Nobody promises seconds by the dozen: a plain 300 means milliseconds, but only its author knows.
const MOST_SECONDS_WITHOUT_UNIT = 10

/** The example with the text as its limit. Where that is a number without a unit, with the unit that was probably meant. */
function eitherUnit(text: string, example: (limit: string) => string): string {
  if ((parseDuration(text) ?? 0) > 0) return example(text)
  const meant = durationMeant(text)
  if (meant !== undefined) return example(meant)
  const number = Number(text)
  if (text === '' || !(number > 0)) return example('1s')
  if (number < MOST_SECONDS_WITHOUT_UNIT) return example(`${number}s`)
  return `${example(`${number}ms`)} for milliseconds, or ${example(`${number}s`)} for seconds`
}
