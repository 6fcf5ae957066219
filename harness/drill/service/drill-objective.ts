// An objective of an SLA as a budget that can burn: the requests that may be bad.

import type { DrillObjective, DrillSource } from '../../../core/report/drill-report.ts'
import { allowedShare, latencyLimitSeconds, type Objective } from '../../../core/scenario/objective.ts'
import { parseObjective } from '../../../core/scenario/parse-objective.ts'
import { didYouMean } from '../../../core/text/nearest-word.ts'
import { UserError } from '../../../core/user-error.ts'

/** Null for one that no requests of a drill can be counted for: a first byte is not simulated. */
export function drillObjective(name: string, objective: Objective, source: DrillSource): DrillObjective | null {
  if (objective.kind === 'ttfb') return null
  const boundSeconds = latencyLimitSeconds(objective) ?? null
  return {
    name,
    kind: boundSeconds === null ? 'errors' : 'latency',
    allowedShare: Number(allowedShare(objective).toPrecision(12)),
    boundSeconds,
    source,
  }
}

/** `--slo 'errors < 0.1%'`. @throws UserError where the text is none */
export function givenObjective(text: string): DrillObjective {
  const objective = parseObjective(text)
  const found = objective && drillObjective(text.trim(), objective, { kind: 'given', place: null })
  if (found) return found
  const word = /^\s*([A-Za-z]+)/.exec(text)?.[1] ?? ''
  throw new UserError(
    `--slo: expected an objective such as errors < 0.1%, under 300ms > 99% or p95 < 1s, got ${JSON.stringify(text)}${didYouMean(word, ['errors', 'under', 'achieved'])}`,
  )
}
