// The evidence of an alert whose expression is not evaluated here: the server is queried, evaluation by evaluation, whether
// what the condition needs returned a number.

import type { AlertHistory } from '../../../core/run/alert.ts'
import type { AlertEvidence, EvidenceChange, Lack } from '../../../core/run/alert-evidence.ts'
import { secondOfRun } from '../../observation/run-time.ts'
import { type ConditionNeeds, conditionNeeds } from '../../promql/parse/condition-needs.ts'
import type { ObservedRun } from '../monitor-adapter.ts'
import type { QueryApi } from '../query-api.ts'

export interface AskedRule {
  readonly history: AlertHistory
  readonly intervalSeconds: number
  readonly queryOffsetSeconds: number
}

/** What the server returned for one of the needs. */
interface Returned {
  /** The evaluations at which there was a number. */
  readonly instantsMs: ReadonlySet<number>
  /** What to call it where there was none. */
  readonly lacks: readonly Lack[]
}

/**
 * Null where it is unknown what the condition needs, or it was never evaluated. What a selector found instead is left
 * to others.
 * @throws QueryApiError where the server does not answer
 */
export async function queriedEvidence(
  api: QueryApi,
  { history, intervalSeconds, queryOffsetSeconds }: AskedRule,
  { time, endMs }: ObservedRun,
): Promise<AlertEvidence | null> {
  const needs = conditionNeeds(history.expression)
  const first = history.transitions[0]?.at
  if (needs === null || first === undefined) return null
  const stepMs = intervalSeconds * 1e3
  const offsetMs = queryOffsetSeconds * 1e3
  const fromMs = Math.round(time.startedAtUnixMs + first * 1e3)
  const returned = new Map<string, Returned>()
  for (const need of resultsOf(needs))
    if (!returned.has(need.expression)) {
      const range = { fromMs: fromMs - offsetMs, toMs: endMs - offsetMs }
      returned.set(need.expression, await ask(api, need, range, stepMs))
    }
  const changes: EvidenceChange[] = []
  let untilSeconds = first
  for (let atMs = fromMs; atMs <= endMs; atMs += stepMs) {
    const lacks = lacksAt(needs, atMs - offsetMs, returned)
    untilSeconds = secondOfRun(time, atMs)
    if (JSON.stringify(changes.at(-1)?.lacks) !== JSON.stringify(lacks)) changes.push({ at: untilSeconds, lacks })
  }
  return { changes, untilSeconds, missed: [], absentNumerators: [], stoodIn: [] }
}

type Result = Extract<ConditionNeeds, { kind: 'result' }>

function resultsOf(needs: ConditionNeeds): readonly Result[] {
  if (needs.kind === 'nothing') return []
  return needs.kind === 'result' ? [needs] : needs.parts.flatMap(resultsOf)
}

async function ask(
  api: QueryApi,
  { expression, selectors }: Result,
  range: { readonly fromMs: number; readonly toMs: number },
  stepMs: number,
): Promise<Returned> {
  const series = await api.queryRange(expression, range, stepMs)
  const numbers = series.flatMap(({ samples }) => samples.filter(({ value }) => !Number.isNaN(value)))
  const found = await Promise.all(selectors.map((selector) => api.series(selector, range)))
  const missing = selectors.filter((_, i) => found[i]?.length === 0)
  return {
    instantsMs: new Set(numbers.map(({ timestampMs }) => timestampMs)),
    lacks:
      missing.length === 0
        ? [{ kind: 'noEstimate', expression }]
        : missing.map((selector) => ({ kind: 'noSeries', selector, recordedAs: null })),
  }
}

function lacksAt(needs: ConditionNeeds, atMs: number, returned: ReadonlyMap<string, Returned>): readonly Lack[] {
  if (needs.kind === 'nothing') return []
  if (needs.kind === 'result') {
    const answer = returned.get(needs.expression)
    return answer === undefined || answer.instantsMs.has(atMs) ? [] : answer.lacks
  }
  const parts = needs.parts.map((part) => lacksAt(part, atMs, returned))
  return needs.kind === 'either' && parts.some((lacks) => lacks.length === 0) ? [] : parts.flat()
}
