// How far rules reach back through one another: a rule reads what another recorded at its last evaluation, which read what
// was there before.

import type { Read } from '../../alerting/reads.ts'
import type { Rule } from '../../alerting/rule-file.ts'
import type { VectorSelector } from '../../promql/expression/expression.ts'

/** What is read, and by whom it is written. */
export interface RulesThatRead {
  /** From the instant of the rule's evaluation. */
  readsOf(rule: Rule): readonly Read[]
  writersOf(selector: VectorSelector): readonly Rule[]
  /** Of the group of a rule; null where the rule is not evaluated. */
  intervalMsOf(rule: Rule): number | null
}

/** Through all rules on the longest way. */
export interface Distance {
  /** How long before an evaluation of the first rule the last one may have been evaluated. */
  readonly beforeMs: number
  /** How long after it at the latest; below zero where an offset keeps it before. */
  readonly aheadMs: number
  /** Without how far instant selectors look back. */
  readonly rangeMs: number
  /** How long the state of an alert depends on what was before. */
  readonly memoryMs: number
}

/** From one rule to another whose series it reads. */
interface Way extends Pick<Distance, 'beforeMs' | 'aheadMs' | 'rangeMs'> {
  readonly writer: Rule
}

export class RuleDistances {
  readonly #rules: RulesThatRead
  readonly #ways = new Map<Rule, readonly Way[]>()

  constructor(rules: RulesThatRead) {
    this.#rules = rules
  }

  /**
   * How far a rule reaches through those whose series it reads: the longest way to each. Where rules read one another in a
   * circle, the ways end after as many steps as there are rules, and what a rule reads of itself is no way.
   */
  from(rule: Rule): ReadonlyMap<Rule, Distance> {
    const distances = new Map<Rule, Distance>([
      [rule, { beforeMs: 0, aheadMs: 0, rangeMs: 0, memoryMs: this.#ownMemoryMs(rule) }],
    ])
    let changed: ReadonlySet<Rule> = new Set([rule])
    for (let step = 0; changed.size > 0 && step <= distances.size; step++) {
      const next = new Set<Rule>()
      for (const reader of changed) {
        const from = distances.get(reader) as Distance
        for (const { writer, beforeMs, aheadMs, rangeMs } of this.#waysFrom(reader)) {
          const before = distances.get(writer)
          const distance = {
            beforeMs: Math.max(before?.beforeMs ?? 0, from.beforeMs + beforeMs),
            aheadMs: Math.max(before?.aheadMs ?? Number.NEGATIVE_INFINITY, from.aheadMs + aheadMs),
            rangeMs: Math.max(before?.rangeMs ?? 0, from.rangeMs + rangeMs),
            memoryMs: Math.max(before?.memoryMs ?? 0, from.memoryMs + this.#ownMemoryMs(writer)),
          }
          if (before && isSame(before, distance)) continue
          distances.set(writer, distance)
          next.add(writer)
        }
      }
      changed = next
    }
    return distances
  }

  /** To the other rules whose series it reads: how long before its evaluation theirs may lie. */
  #waysFrom(rule: Rule): readonly Way[] {
    const known = this.#ways.get(rule)
    if (known) return known
    const longest = new Map<Rule, Way>()
    for (const { selector, backMs, aheadMs, rangeBackMs } of this.#rules.readsOf(rule))
      for (const writer of this.#rules.writersOf(selector)) {
        if (writer === rule) continue
        const other = longest.get(writer)
        const beforeMs = backMs + (this.#rules.intervalMsOf(writer) ?? 0)
        longest.set(writer, {
          writer,
          beforeMs: Math.max(other?.beforeMs ?? 0, beforeMs),
          aheadMs: Math.max(other?.aheadMs ?? Number.NEGATIVE_INFINITY, aheadMs),
          rangeMs: Math.max(other?.rangeMs ?? 0, rangeBackMs),
        })
      }
    const ways = [...longest.values()]
    this.#ways.set(rule, ways)
    return ways
  }

  /** What is active at the first evaluation may have been since the one before: only one that comes `for` later tells. */
  #ownMemoryMs(rule: Rule): number {
    const intervalMs = this.#rules.intervalMsOf(rule)
    if (rule.kind !== 'alerting' || intervalMs === null) return 0
    return (rule.forSeconds + rule.keepFiringForSeconds) * 1e3 + intervalMs
  }
}

function isSame(a: Distance, b: Distance): boolean {
  return a.beforeMs === b.beforeMs && a.aheadMs === b.aheadMs && a.rangeMs === b.rangeMs && a.memoryMs === b.memoryMs
}
