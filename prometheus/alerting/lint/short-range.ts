// A rate needs two samples in its range. A range shorter than two scrape intervals never holds them, or only sometimes.
// What rules write has a sample with each evaluation, however often a target is scraped.

import { formatDuration } from '../../../core/text/duration.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { type Call, type Expression, withoutParentheses } from '../../promql/expression/expression.ts'
import { allParts, consequenceOf, type Diagnostic, type LintedRule } from './linted-rule.ts'

const NEED_TWO_SAMPLES: ReadonlySet<string> = new Set([
  'rate',
  'increase',
  'irate',
  'delta',
  'idelta',
  'deriv',
  'predict_linear',
  'double_exponential_smoothing',
  'holt_winters',
])

/** How many samples of a series a function must find in its range to return anything of it. */
export function samplesNeeded(name: string): number {
  return NEED_TWO_SAMPLES.has(name) ? 2 : 1
}

/** Prometheus' own advice: one scrape may be missed, and the window seldom begins with a sample. */
const ADVISED_SCRAPES = 4

export function shortRange(linted: LintedRule): Diagnostic[] {
  return [true, false].flatMap((isSure) => {
    const isMeant = (call: Call) => isScraped(call, linted) && isCertainFor(call, linted) === isSure
    const every = `${formatDuration(linted.scrapeIntervalSeconds)}${isSure ? '' : doubtOf(linted)}`
    return rateRanges(linted.expression, isMeant).flatMap((range) =>
      tooShort(range, linted, { isMeant, isSure, every }),
    )
  })
}

interface Measured {
  readonly isMeant: (call: Call) => boolean
  /** Whether the interval is certainly that of what is read. */
  readonly isSure: boolean
  /** How often it is scraped, for people. */
  readonly every: string
}

function tooShort(
  { name, rangeSeconds }: RateRange,
  linted: LintedRule,
  { isMeant, isSure, every }: Measured,
): Diagnostic[] {
  const { scrapeIntervalSeconds } = linted
  const call = `${name} over ${formatDuration(rangeSeconds)}`
  const advised = formatDuration(ADVISED_SCRAPES * scrapeIntervalSeconds)
  if (rangeSeconds <= scrapeIntervalSeconds) {
    const consequence = consequenceOf(
      linted,
      (part) => part.kind === 'call' && part.name === name && rangeOf(part) === rangeSeconds && isMeant(part),
    )
    return [
      {
        severity: isSure ? 'error' : 'warning',
        sentence: `${call} needs two samples, and with a scrape every ${every} never has them${consequence === undefined ? '' : `: ${consequence}`}; take ${advised} or more`,
      },
    ]
  }
  if (rangeSeconds >= 2 * scrapeIntervalSeconds) return []
  const share = formatShare((rangeSeconds - scrapeIntervalSeconds) / scrapeIntervalSeconds)
  return [
    {
      severity: 'warning',
      sentence: `${call} needs two samples, and with a scrape every ${every} has them ${share} of the time; take ${advised} or more`,
    },
  ]
}

function isCertainFor(call: Call, linted: LintedRule): boolean {
  const { scrapeIntervalAssumed = false, scrapeIntervalMeasuredOn: measuredOn } = linted
  if (scrapeIntervalAssumed || measuredOn === undefined) return !scrapeIntervalAssumed
  return ['', '_bucket', '_count', '_sum'].some((ending) => metricRead(call) === `${measuredOn}${ending}`)
}

function doubtOf({ scrapeIntervalMeasuredOn: measuredOn }: LintedRule): string {
  return measuredOn === undefined
    ? ' (an assumption: --scrape-interval tells)'
    : ` (as ${measuredOn} is; other jobs may have their own interval)`
}

function isScraped(call: Call, { recorded }: LintedRule): boolean {
  const metric = metricRead(call)
  return metric === null || !(metric.includes(':') || metric.startsWith('ALERTS') || recorded.includes(metric))
}

function metricRead({ arguments: [argument] }: Call): string | null {
  const range = argument && withoutParentheses(argument)
  return range?.kind === 'matrixSelector' ? range.selector.metric : null
}

interface RateRange {
  readonly name: string
  readonly rangeSeconds: number
}

/** The ranges that rates are taken over, each once. */
export function rateRanges(
  expression: Expression,
  isMeant: (call: Call) => boolean = () => true,
): readonly RateRange[] {
  const ranges = new Map<string, RateRange>()
  for (const part of allParts(expression)) {
    if (part.kind !== 'call' || !NEED_TWO_SAMPLES.has(part.name) || !isMeant(part)) continue
    const rangeSeconds = rangeOf(part)
    if (rangeSeconds === undefined) continue
    ranges.set(`${part.name} ${rangeSeconds}`, { name: part.name, rangeSeconds })
  }
  return [...ranges.values()]
}

/** Seconds; undefined where the function reads no range of a selector. */
export function rangeOf({ arguments: [argument] }: Call): number | undefined {
  const selector = argument && withoutParentheses(argument)
  return selector?.kind === 'matrixSelector' ? selector.rangeMs / 1e3 : undefined
}
