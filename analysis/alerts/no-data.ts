// Sentences about the time for which the condition of an alert had no data.

import type { AlertEvidence } from '../../core/run/alert-evidence.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { gapsBetween } from './alert-watch.ts'
import { describeLacks } from './describe-lacks.ts'
import type { HidingGap } from './hiding-gap.ts'

/** `its rule never had data: …`, for a stretch in which it had none. */
export function withoutData(evidence: AlertEvidence, from: number, to: number): string {
  const gaps = gapsBetween(evidence, from, to)
  const lacks = gaps.flatMap((gap) => gap.lacks)
  // What the first evaluations lack, before there were two scrapes, is not the reason.
  const lasting = gaps.findLast((gap) => gap.lacks.length > 0)?.lacks ?? lacks
  const only = lacks.length > 0 && lacks.every(({ kind }) => kind === 'noObservations')
  const what = only ? 'its rule had nothing to observe' : 'its rule had no data'
  return `${what}: ${describeLacks(lasting, evidence)}`
}

/** `it could have fired unseen from 12s to 31s, when …` */
export function hiddenBy({ fromSeconds, toSeconds, lacks }: HidingGap, evidence: AlertEvidence): string {
  const when = `from ${formatDuration(fromSeconds)} to ${formatDuration(toSeconds)} of the run`
  if (lacks === undefined) return `it could have fired unseen ${when}, when the scrapes failed`
  return `it could have fired unseen ${when}, when its rule had no data: ${describeLacks(lacks, evidence)}`
}

/** `; it had data for 20s of 60s` */
export function dataWithin(evidence: AlertEvidence, untilSeconds: number): string {
  const without = gapsBetween(evidence, 0, untilSeconds).reduce(
    (sum, { fromSeconds, toSeconds }) => sum + toSeconds - fromSeconds,
    0,
  )
  return `; its rule had data for ${formatDuration(untilSeconds - without)} of ${formatDuration(untilSeconds)}`
}
