// Which scraped samples rules read one by one where their alerts are evaluated in a stretch of time, and from when on the rules
// behind them have to be evaluated for it.
//
//   rate(x[3d]) at instants from a to b reads, of each range, the first sample and the last one
//   → samples between (b − 3d) and a are read as one sum: how the counter came there is of no matter while it does not fall
//
// Alone of scraped counters: what rules record is evaluated at each of its instants.

import { type Read, readsOf } from '../alerting/reads.ts'
import type { Rule, RuleFile, RuleGroup } from '../alerting/rule-file.ts'
import { readsRule } from '../alerting/set-apart/reads-rule.ts'
import { expressionOf, neededGroups } from './needed-rules.ts'

/** Seconds of a clock that begins at 0. */
export interface ReadSpan {
  readonly fromSeconds: number
  readonly toSeconds: number
}

export interface ReadSpans {
  /** Ascending, apart from one another. */
  readonly samples: readonly ReadSpan[]
  /** Rules whose series others read are evaluated from here on; the beginning of the stretch where there are none. */
  readonly recordsFromSeconds: number
}

/**
 * @param stretch in which alerts are evaluated
 * @param sampleSeconds no two samples of a series are further apart
 */
export function readSpans(ruleFile: RuleFile, stretch: ReadSpan, sampleSeconds: number): ReadSpans {
  const all = neededGroups(ruleFile).flatMap((group) => group.rules.map((rule) => ({ rule, group })))
  const alerts = all.filter(({ rule }) => rule.kind === 'alerting')
  const evaluated = new Map<Rule, ReadSpan>()
  const open = alerts.map((each) => ({ ...each, span: stretch }))
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { rule, group } = next
    const before = evaluated.get(rule)
    const wanted = hull(fromBeginning(next.span), before)
    // Whoever is evaluated for longer than was known reads more than was known.
    if (before && before.fromSeconds <= wanted.fromSeconds && before.toSeconds >= wanted.toSeconds) continue
    evaluated.set(rule, wanted)
    for (const read of readsOf(expressionOf(rule))) {
      const span = wholeSpan(read, at(group, wanted))
      for (const writer of all) if (readsRule(read.selector, writer.rule)) open.push({ ...writer, span })
    }
  }
  const samples = all.flatMap(({ rule, group }) => {
    const span = evaluated.get(rule)
    return span === undefined
      ? []
      : readsOf(expressionOf(rule)).flatMap((read) => spansOf(read, at(group, span), sampleSeconds))
  })
  return {
    samples: merged(samples),
    recordsFromSeconds: Math.min(...[...evaluated.values()].map(({ fromSeconds }) => fromSeconds)),
  }
}

/** The instants of a group's queries. */
function at({ queryOffsetSeconds }: RuleGroup, { fromSeconds, toSeconds }: ReadSpan): ReadSpan {
  return { fromSeconds: fromSeconds - queryOffsetSeconds, toSeconds: toSeconds - queryOffsetSeconds }
}

/** Before it there is nothing. */
function fromBeginning({ fromSeconds, toSeconds }: ReadSpan): ReadSpan {
  return { fromSeconds: Math.max(0, fromSeconds), toSeconds }
}

function wholeSpan({ backMs, aheadMs }: Read, { fromSeconds, toSeconds }: ReadSpan): ReadSpan {
  return { fromSeconds: fromSeconds - backMs / 1e3, toSeconds: toSeconds + aheadMs / 1e3 }
}

function spansOf(read: Read, span: ReadSpan, sampleSeconds: number): readonly ReadSpan[] {
  const whole = wholeSpan(read, span)
  if (!read.isGrowth) return [whole]
  const offsetSeconds = read.selector.offsetMs / 1e3
  return [
    { fromSeconds: whole.fromSeconds, toSeconds: span.toSeconds - read.rangeBackMs / 1e3 + sampleSeconds },
    { fromSeconds: span.fromSeconds - offsetSeconds - sampleSeconds, toSeconds: span.toSeconds - offsetSeconds },
  ]
}

function hull(a: ReadSpan, b: ReadSpan | undefined): ReadSpan {
  if (b === undefined) return a
  return {
    fromSeconds: Math.min(a.fromSeconds, b.fromSeconds),
    toSeconds: Math.max(a.toSeconds, b.toSeconds),
  }
}

function merged(spans: readonly ReadSpan[]): readonly ReadSpan[] {
  const apart: ReadSpan[] = []
  for (const span of [...spans].sort((a, b) => a.fromSeconds - b.fromSeconds)) {
    const last = apart.at(-1)
    if (last === undefined || span.fromSeconds > last.toSeconds) apart.push(span)
    else apart[apart.length - 1] = hull(last, span)
  }
  return apart
}
