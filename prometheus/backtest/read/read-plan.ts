// What has to be read for the rules of all variants, and from when.

import type { Read } from '../../alerting/reads.ts'
import type { RuleGroup } from '../../alerting/rule-file.ts'
import type { VectorSelector } from '../../promql/expression/expression.ts'
import { seriesText, withoutOffset } from '../record/recorded-data.ts'
import type { RuleSet } from '../replay/rule-set.ts'

export interface PlannedSelector {
  /** Without an offset. */
  readonly selector: VectorSelector
  readonly text: string
  /** How long before and after an evaluation its samples may lie. */
  readonly backMs: number
  readonly aheadMs: number
  /** Where it is an instant selector: at which instants it is looked at, so that it matters when its series ended. */
  readonly looks: readonly Look[]
}

/** At each evaluation of a group, so long before it; inside of a subquery, so long before each multiple of its step. */
export interface Look {
  readonly rules: RuleSet
  readonly group: RuleGroup
  readonly shiftMs: number
  /** Null outside of subqueries. */
  readonly stepMs: number | null
}

export interface ReadPlan {
  readonly selectors: readonly PlannedSelector[]
  /** How long before the span rules have to be evaluated for their states to be known at its beginning. */
  readonly evaluationLeadMs: number
  /** How far back from an evaluation samples are read, those that rules record included. */
  readonly longestBackMs: number
  readonly longestAheadMs: number
}

export function readPlan(variants: readonly RuleSet[]): ReadPlan {
  const planned = new Map<string, PlannedSelector>()
  let longestMemoryMs = 0
  let longestChainMs = 0
  let longestReachMs = 0
  for (const rules of variants)
    for (const [group, replayed] of rules.groups)
      for (const { rule } of replayed) {
        const { reads, memoryMs } = rules.needsOf(rule)
        longestMemoryMs = Math.max(longestMemoryMs, memoryMs + rules.intervalMsOf(group))
        for (const { backMs, reachMs } of reads) {
          longestChainMs = Math.max(longestChainMs, reachMs - backMs)
          longestReachMs = Math.max(longestReachMs, reachMs)
        }
        for (const read of rules.recordReads(rule)) {
          const text = seriesText(read.selector)
          planned.set(text, joined(planned.get(text), read, { rules, group, text }))
        }
      }
  const selectors = [...planned.values()]
  return {
    selectors,
    evaluationLeadMs: longestMemoryMs + longestChainMs,
    longestBackMs: Math.max(longestReachMs, ...selectors.map(({ backMs }) => backMs)),
    longestAheadMs: Math.max(0, ...selectors.map(({ aheadMs }) => aheadMs)),
  }
}

function joined(
  before: PlannedSelector | undefined,
  { selector, backMs, aheadMs, isInstant, stepMs: writtenStepMs }: Read,
  { rules, group, text }: { readonly rules: RuleSet; readonly group: RuleGroup; readonly text: string },
): PlannedSelector {
  const stepMs = writtenStepMs === 'evaluation interval' ? rules.subqueryStepMs : writtenStepMs
  const queryOffsetMs = stepMs === null ? group.queryOffsetSeconds * 1e3 : 0
  const look = { rules, group, shiftMs: queryOffsetMs + selector.offsetMs, stepMs }
  return {
    selector: withoutOffset(selector),
    text,
    backMs: Math.max(before?.backMs ?? 0, backMs),
    aheadMs: Math.max(before?.aheadMs ?? 0, aheadMs),
    looks: [...(before?.looks ?? []), ...(isInstant ? [look] : [])],
  }
}
