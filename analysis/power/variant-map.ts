// What the whole map of one variant of the rules comes to, so that variants can be laid beside one another: from which length on
// it finds each kind of incident, how late, and how often it pages falsely.

import type { FalsePages, PowerPoint, VariantMap } from '../../core/drill/power-curve.ts'
import { allKinds, type PowerAxes, smallestOfEach } from './alert-power.ts'
import type { TrafficRates } from './incident-words.ts'

export interface VariantEvidenceOfMap {
  /** Of any of its alerts, in any order. */
  readonly points: readonly PowerPoint[]
  readonly falsePages: FalsePages | null
  readonly failures: readonly string[]
}

type MapFacts = Omit<VariantMap, 'smallest' | 'medianDelaySeconds' | 'falsePages' | 'failures'>

export function variantMap(
  facts: MapFacts,
  { points, falsePages, failures }: VariantEvidenceOfMap,
  axes: PowerAxes,
  rates: TrafficRates,
): VariantMap {
  return {
    ...facts,
    smallest: smallestOfEach(allKinds(axes, rates), points),
    medianDelaySeconds: soonestDelay(points, axes),
    falsePages,
    failures,
  }
}

/** Of the strongest and longest of each kind the later one of day and night, and of these the soonest. */
function soonestDelay(
  points: readonly PowerPoint[],
  { shares, slowdowns, durationsSeconds }: PowerAxes,
): number | null {
  const [share, duration] = [Math.max(...shares), Math.max(...durationsSeconds)]
  const strongest = points.filter((point) => point.share === share && point.durationSeconds === duration)
  const delays = slowdowns.flatMap((slowdown) => {
    const medians = strongest.filter((each) => each.slowdown === slowdown).map((each) => each.medianDelaySeconds)
    const known = medians.filter((seconds) => seconds !== null)
    return known.length === 0 || known.length < medians.length ? [] : [Math.max(...known)]
  })
  return delays.length === 0 ? null : Math.min(...delays)
}
