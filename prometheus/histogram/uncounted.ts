// Why it is unknown what a histogram counted over a run, in a sentence that stands first in the report.

import type { Uncounted } from '../../core/run/prometheus-record.ts'
import { listed } from '../../core/text/plural.ts'
import type { HistogramSelection } from '../observation/histogram-selection.ts'
import { labelTest } from '../series/label-matcher.ts'
import { type Labels, METRIC_NAME } from '../series/series.ts'
import { type CounterSample, counterBehaviour } from './counter-behaviour.ts'

const MOST_VALUES = 8

/** Undefined where the counters of every instance tell what was observed, restarts included. */
export function uncountableCounters(
  instances: ReadonlyMap<string, readonly CounterSample[]>,
  { text }: Pick<HistogramSelection, 'text'>,
): Uncounted | undefined {
  for (const [instance, samples] of instances) {
    const behaviour = counterBehaviour(samples)
    const where = instance === '' ? text : `${text} at ${instance}`
    const lost = 'so what it counted over the run is unknown, and rules over it see rates that nobody had'
    if (behaviour === 'severalProcesses')
      return {
        kind: 'severalProcesses',
        reason: `Several processes answer behind one port: the counts of ${where} fall and come back (${shownCounts(samples)}), ${lost}. Scrape each process by itself, or let them count together.`,
      }
    if (behaviour === 'resetAtScrape')
      return {
        kind: 'resetAtScrape',
        reason: `The counters of ${where} start anew at every scrape (${shownCounts(samples)}), ${lost}. Prometheus expects counters that only grow.`,
      }
  }
  return undefined
}

/** A few counts around the first fall. */
function shownCounts(samples: readonly CounterSample[]): string {
  const fall = samples.findIndex(({ fell }) => fell)
  const from = Math.max(0, fall - 2)
  return `${samples
    .slice(from, from + 5)
    .map(({ count }) => String(count))
    .join(', ')}`
}

/**
 * No histogram was found: nothing of that name, nothing that the matchers accept, or nothing at +Inf.
 * @param labels all series of the last scrapes
 * @param histograms the names of the histograms that are there; undefined where that is unknown
 */
export function missingHistogram(
  labels: readonly Labels[],
  { name, matchers, text }: HistogramSelection,
  histograms?: string,
): Uncounted {
  const buckets = labels.filter((each) => each[METRIC_NAME] === `${name}_bucket`)
  const accepted = buckets.filter(labelTest(matchers))
  if (accepted.length > 0)
    return {
      kind: 'noInfiniteBucket',
      reason: `The buckets of ${text} have none at le="+Inf", so histogram_quantile gives nothing and it is unknown how many requests it counted. The last bucket of every Prometheus histogram is +Inf.`,
    }
  if (buckets.length === 0)
    return {
      kind: 'noSeries',
      reason: `No series of ${name} was ever scraped${histograms === undefined ? '' : `; the pages print the histograms: ${histograms}`}.`,
    }
  const causes = matchers.flatMap((matcher) => {
    if (buckets.some(labelTest([matcher]))) return []
    const values = [...new Set(buckets.flatMap((each) => each[matcher.label] ?? []))].sort()
    return values.length === 0
      ? [`it has no label ${matcher.label}`]
      : [`${matcher.label} has the values ${shownValues(values)}`]
  })
  const why = causes.length === 0 ? 'no series of it has all these labels' : listed(causes)
  return { kind: 'noSeries', reason: `No series of ${text} was ever scraped: ${why}.` }
}

function shownValues(values: readonly string[]): string {
  const shown = values.slice(0, MOST_VALUES)
  return values.length > MOST_VALUES ? `${shown.join(', ')} and ${values.length - MOST_VALUES} more` : shown.join(', ')
}
