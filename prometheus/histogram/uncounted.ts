// Why it is unknown what a histogram counted over a run although its buckets were there.

import type { Uncounted, UnmatchedLabel } from '../../core/run/prometheus-record.ts'
import { labelTest } from '../series/label-matcher.ts'
import { labelValue } from '../series/labels.ts'
import type { LabelMatcher, Labels } from '../series/series.ts'
import { type CounterSample, counterBehaviour } from './counter-behaviour.ts'

/** Undefined where the counters of every instance tell what was observed, restarts included. */
export function uncountableCounters(
  instances: Iterable<readonly [instance: string, samples: readonly CounterSample[]]>,
): Uncounted | undefined {
  for (const [instance, samples] of instances) {
    const impossible = samples.flatMap((sample) => sample.impossible ?? [])[0]
    if (impossible) return { kind: 'impossibleCounts', instance, ...impossible }
    const behaviour = counterBehaviour(samples)
    if (behaviour === 'severalProcesses' || behaviour === 'resetAtScrape')
      return { kind: behaviour, instance, counts: countsAroundFall(samples) }
  }
  return undefined
}

const COUNTS_BEFORE = 2
const COUNTS_SHOWN = 5

function countsAroundFall(samples: readonly CounterSample[]): number[] {
  const from = Math.max(0, samples.findIndex(({ fell }) => fell) - COUNTS_BEFORE)
  return samples.slice(from, from + COUNTS_SHOWN).map(({ count }) => count)
}

/** The labels of the matchers whose value no series has; none where each matches some series, and no series all of them. */
export function unmatchedLabels(series: readonly Labels[], matchers: readonly LabelMatcher[]): UnmatchedLabel[] {
  return matchers.flatMap((matcher) => {
    if (series.some(labelTest([matcher]))) return []
    const values = new Set(series.map((labels) => labelValue(labels, matcher.label)).filter((value) => value !== ''))
    return [{ label: matcher.label, values: [...values].sort() }]
  })
}
