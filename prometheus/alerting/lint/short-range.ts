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
/** Prometheus' own advice: one scrape may be missed, and the window seldom begins with a sample. */
const ADVISED_SCRAPES = 4

export function shortRange(linted: LintedRule): Diagnostic[] {
  const { expression, scrapeIntervalSeconds, scrapeIntervalAssumed = false } = linted
  const assumed = scrapeIntervalAssumed ? ' (an assumption: --scrape-interval tells)' : ''
  const every = `${formatDuration(scrapeIntervalSeconds)}${assumed}`
  const advised = formatDuration(ADVISED_SCRAPES * scrapeIntervalSeconds)
  return rateRanges(expression, (call) => isScraped(call, linted)).flatMap(({ name, rangeSeconds }): Diagnostic[] => {
    const call = `${name} over ${formatDuration(rangeSeconds)}`
    if (rangeSeconds <= scrapeIntervalSeconds) {
      const consequence = consequenceOf(
        linted,
        (part) =>
          part.kind === 'call' && part.name === name && rangeOf(part) === rangeSeconds && isScraped(part, linted),
      )
      return [
        {
          severity: scrapeIntervalAssumed ? 'warning' : 'error',
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
  })
}

function isScraped({ arguments: [argument] }: Call, { recorded }: LintedRule): boolean {
  const range = argument && withoutParentheses(argument)
  const metric = range?.kind === 'matrixSelector' ? range.selector.metric : null
  return metric === null || !(metric.includes(':') || metric.startsWith('ALERTS') || recorded.includes(metric))
}

/** The ranges that rates are taken over, each once. */
export function rateRanges(
  expression: Expression,
  isMeant: (call: Call) => boolean = () => true,
): readonly { readonly name: string; readonly rangeSeconds: number }[] {
  const ranges = new Map<string, { name: string; rangeSeconds: number }>()
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
