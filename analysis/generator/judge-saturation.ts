// Whether the generator's threads had time to spare over the measured phases. Where they had none, response times are
// upper bounds: what was met is met, what was not met proves nothing (attribution/attributed-judgement.ts).

import type { ReportedGenerator } from '../../core/report/report.ts'
import type { GeneratorPlace } from '../../core/run/generators/generator-facts.ts'
import type { GeneratorInterval } from '../../core/run/generators/generator-interval.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { measuredSpan } from '../attribution/attribution.ts'
import { saturatedSecondsIn } from '../attribution/saturated-spells.ts'

export interface Saturation
  extends Pick<ReportedGenerator, 'saturatedSeconds' | 'eventLoopUtilization' | 'waitingForCoreShare' | 'saturated'> {
  /** Of the busiest second. */
  readonly busiestCpuShare: number
}

export interface JudgedSaturation extends Omit<Saturation, 'busiestCpuShare'> {
  /** What was seen and what to change; none where the threads had time to spare. */
  readonly reasons: readonly string[]
}

/** A shorter part, at the start of a run for instance, delays too few requests to speak of. */
const SATURATED_FRACTION_ALLOWED = 0.05

export function judgeSaturation({ load, scenario }: RunRecord): JudgedSaturation {
  const span = measuredSpan(load)
  const { busiestCpuShare, ...figures } = saturationOf(load.generator.intervals, span)
  const { saturated, saturatedSeconds, waitingForCoreShare } = figures
  if (!saturated) return { ...figures, reasons: [] }
  const cause =
    waitingForCoreShare > STARVED_SHARE
      ? `For up to ${formatShare(waitingForCoreShare)} of a second it was ready to run and got no core, because of other programs or a CPU quota: give it a core of its own.`
      : `Its busiest second used ${formatShare(busiestCpuShare)} of a core. ${remedy({ load, scenario })}`
  const measured = formatDuration(span.toSeconds - span.fromSeconds)
  return {
    ...figures,
    reasons: [
      `Generator saturated: for ${formatDuration(saturatedSeconds)} of the ${measured} measured, ${who(load)} had no time to spare, so that answers waited in its own queue to be read. Response times are upper bounds. ${cause}`,
    ],
  }
}

/** @param intervals of one generator, or of all: then those count in which any of them was saturated */
export function saturationOf(
  intervals: readonly GeneratorInterval[],
  { fromSeconds, toSeconds }: { readonly fromSeconds: number; readonly toSeconds: number },
): Saturation {
  const measured = intervals.filter(
    ({ startSeconds, endSeconds }) => endSeconds > fromSeconds && startSeconds < toSeconds,
  )
  const saturatedSeconds = saturatedSecondsIn(measured, fromSeconds, toSeconds)
  const most = (share: keyof GeneratorInterval) => measured.reduce((max, each) => Math.max(max, each[share]), 0)
  return {
    saturatedSeconds,
    eventLoopUtilization: most('eventLoopUtilization'),
    waitingForCoreShare: most('waitingForCoreShare'),
    saturated: saturatedSeconds > SATURATED_FRACTION_ALLOWED * (toSeconds - fromSeconds),
    busiestCpuShare: most('cpuShare'),
  }
}

function who({ generators = [] }: RunRecord['load']): string {
  return generators.some(({ machine }) => machine !== null) ? 'a generator' : 'a generator thread'
}

/** More than a neighbour takes now and then. */
export const STARVED_SHARE = 0.3

const MORE: Readonly<Record<'thread' | GeneratorPlace, string>> = {
  thread: 'Use more workers (--workers, each needs a core)',
  process: 'Use more processes (--generators, each needs a core of this machine)',
  here: 'Start more generators (--generators), each with a core of its own',
  elsewhere: 'Start more generators (--generators), each with a core of its own',
}

function remedy({ load: { generators = [] }, scenario }: Pick<RunRecord, 'load' | 'scenario'>): string {
  const { requests, load } = scenario
  const hasJson = requests.some(({ expect }) => expect.json !== undefined)
  const lighter = hasJson ? ', check the status alone in place of expect.json' : ''
  const [first] = generators
  const more = MORE[first?.machine?.place ?? 'thread']
  return `${more}${lighter}, or lower the rate (${formatCount(load.connections)} connections allowed).`
}
