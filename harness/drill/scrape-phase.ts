// What an alert reads that is there, or is not, by how long after a scrape its rules are evaluated: rate(x[20s]) has its two
// samples within 5 s of a scrape every 15 s. Where a rule is evaluated after a whole number of scrapes that is always so in one
// Prometheus, and never in another: what one draw of it shows proves nothing.

import { spanWords } from '../../core/backtest/span-words.ts'
import { listed } from '../../core/text/plural.ts'
import { samplesNeeded } from '../../prometheus/alerting/lint/short-range.ts'
import { parsedExpression } from '../../prometheus/alerting/parsed-expression.ts'
import type { RuleFile } from '../../prometheus/alerting/rule-file.ts'
import { LOOKBACK_MS } from '../../prometheus/promql/evaluate/select-samples.ts'
import type { Expression } from '../../prometheus/promql/expression/expression.ts'
import { formatExpression } from '../../prometheus/promql/expression/format-expression.ts'
import { partsOf } from '../../prometheus/promql/expression/parts.ts'
import type { DrillOptions } from './drill-options.ts'
import type { AlertReads } from './model/rule-reads.ts'

type Intervals = Pick<DrillOptions, 'scrapeIntervalSeconds' | 'evaluationSeconds'>

/** Of an alert of the file, a phrase; null where all that it reads is there, or is not, whenever it is evaluated. */
export function scrapePhaseWords(file: RuleFile, intervals: Intervals): (reads: AlertReads) => string | null {
  const { scrapeIntervalSeconds, evaluationSeconds } = intervals
  const open = new Map<string, readonly Read[]>()
  for (const { intervalSeconds, rules } of file.groups)
    for (const { expression } of rules) {
      const parsed = parsedExpression(expression)
      if (parsed === null || !isWhole((intervalSeconds ?? evaluationSeconds) / scrapeIntervalSeconds)) continue
      const found = readsIn(parsed).filter((read) => isOpen(read, scrapeIntervalSeconds))
      if (found.length > 0) open.set(formatExpression(parsed), found)
    }
  return ({ selectors, expressions }) => {
    if (open.size === 0) return null
    const scraped = new Set(selectors.map(({ metric }) => metric))
    const read = expressions.flatMap((expression) => open.get(formatExpression(expression)) ?? [])
    return phaseWords(
      read.filter(({ metric }) => scraped.has(metric)),
      scrapeIntervalSeconds,
    )
  }
}

/** Whether so many samples lie within its time after some instants between two scrapes, and fewer after others. */
function isOpen({ samples, seconds }: Read, scrapeIntervalSeconds: number): boolean {
  return seconds > (samples - 1) * scrapeIntervalSeconds && seconds < samples * scrapeIntervalSeconds
}

function phaseWords(open: readonly Read[], scrapeIntervalSeconds: number): string | null {
  const [first] = open
  if (first === undefined) return null
  const within = spanWords((first.seconds - (first.samples - 1) * scrapeIntervalSeconds) * 1e3)
  const texts = [...new Set(open.map(({ text }) => text))]
  const needs = first.samples === 2 ? 'both samples that it needs' : 'a sample'
  return `${listed(texts)} ${texts.length === 1 ? 'has' : 'have'} ${needs} only where it is evaluated within ${within} of a scrape, of which there is one every ${spanWords(scrapeIntervalSeconds * 1e3)}: a Prometheus always does that, or never (--seeds tries many)`
}

interface Read {
  readonly metric: string | null
  /** So many must lie within so many seconds. */
  readonly samples: number
  readonly seconds: number
  readonly text: string
}

/** Not inside subqueries: these are evaluated at instants of their own. */
function readsIn(expression: Expression): readonly Read[] {
  if (expression.kind === 'subquery') return []
  if (expression.kind === 'vectorSelector')
    return [{ metric: expression.metric, samples: 1, seconds: LOOKBACK_MS / 1e3, text: formatExpression(expression) }]
  const own =
    expression.kind === 'call' ? expression.arguments.find(({ kind }) => kind === 'matrixSelector') : undefined
  if (expression.kind !== 'call' || own?.kind !== 'matrixSelector') return partsOf(expression).flatMap(readsIn)
  return [
    {
      metric: own.selector.metric,
      samples: samplesNeeded(expression.name),
      seconds: own.rangeMs / 1e3,
      text: formatExpression(expression),
    },
  ]
}

function isWhole(ratio: number): boolean {
  return Math.abs(ratio - Math.round(ratio)) < 1e-9
}
