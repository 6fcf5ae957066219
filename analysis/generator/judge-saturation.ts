// Whether the generator's threads had time to spare over the measured phases. Where they had none, response times are
// upper bounds: what was met is met, what was not met proves nothing (attribution/attributed-judgement.ts).

import type { ReportedGenerator } from '../../core/report/report.ts'
import type { GeneratorInterval } from '../../core/run/generators/generator-interval.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { measuredSpan } from '../attribution/attribution.ts'
import { saturatedSecondsIn } from '../attribution/saturated-spells.ts'

export interface JudgedSaturation
  extends Pick<ReportedGenerator, 'saturatedSeconds' | 'eventLoopUtilization' | 'waitingForCoreShare' | 'saturated'> {
  /** What was seen and what to change; none where the threads had time to spare. */
  readonly reasons: readonly string[]
}

/** A shorter part, at the start of a run for instance, delays too few requests to speak of. */
const SATURATED_FRACTION_ALLOWED = 0.05

export function judgeSaturation({ load, scenario }: RunRecord): JudgedSaturation {
  const { fromSeconds, toSeconds } = measuredSpan(load)
  const intervals = load.generator.intervals.filter(
    ({ startSeconds, endSeconds }) => endSeconds > fromSeconds && startSeconds < toSeconds,
  )
  const saturatedSeconds = saturatedSecondsIn(intervals, fromSeconds, toSeconds)
  const saturated = saturatedSeconds > SATURATED_FRACTION_ALLOWED * (toSeconds - fromSeconds)
  const most = (share: keyof GeneratorInterval) => intervals.reduce((max, each) => Math.max(max, each[share]), 0)
  const eventLoopUtilization = most('eventLoopUtilization')
  const waitingForCoreShare = most('waitingForCoreShare')
  const figures = { saturatedSeconds, eventLoopUtilization, waitingForCoreShare, saturated }
  if (!saturated) return { ...figures, reasons: [] }
  const cause =
    waitingForCoreShare > STARVED_SHARE
      ? `For up to ${formatShare(waitingForCoreShare)} of a second it was ready to run and got no core, because of other programs or a CPU quota: give it a core of its own.`
      : `Its busiest second used ${formatShare(most('cpuShare'))} of a core. ${remedy(scenario)}`
  return {
    ...figures,
    reasons: [
      `Generator saturated: for ${formatDuration(saturatedSeconds)} of the ${formatDuration(toSeconds - fromSeconds)} measured, a generator thread had no time to spare, so that answers waited in its own queue to be read. Response times are upper bounds. ${cause}`,
    ],
  }
}

/** More than a neighbour takes now and then. */
const STARVED_SHARE = 0.3

function remedy({ requests, load }: RunRecord['scenario']): string {
  const hasJson = requests.some(({ expect }) => expect.json !== undefined)
  const lighter = hasJson ? ', check the status alone in place of expect.json' : ''
  return `Use more workers (--workers, each needs a core)${lighter}, or lower the rate (${formatCount(load.connections)} connections allowed).`
}
