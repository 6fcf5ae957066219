// Why a run's histogram could not be counted, as a sentence.

import { assertNever } from '../../core/assert-never.ts'
import type { ImpossibleCounts, PrometheusRecord, UnmatchedLabel } from '../../core/run/prometheus-record.ts'
import { listedUpTo } from '../../core/text/plural.ts'

const MOST_NAMES = 8

export function uncountedReason({ metric, uncounted }: Pick<PrometheusRecord, 'metric' | 'uncounted'>): string {
  if (uncounted === undefined)
    return 'The scrapes do not show what the histogram counted over the run, so it could not be checked.'
  const { kind } = uncounted
  switch (kind) {
    case 'noBaseline':
      return `The scrape before the first request ${outcome(uncounted.failure)}, so that what the histogram counted over the run is not known.`
    case 'noFinalScrape':
      return `The scrape after the last answer ${outcome(uncounted.failure)}, so that what the histogram counted over the run is not known.`
    case 'neverPrinted':
      if (uncounted.printed === null)
        return `No series of the histogram ${metric} that the scenario counts was ever scraped, so it could not be checked.`
      return `No histogram named ${metric} was ever printed, so it could not be checked. The pages print ${listNames(uncounted.printed)}.`
    case 'noMatch':
      return `No series of the histogram ${metric} matches the scenario's matchers${unmatched(uncounted.labels)}, so it could not be checked.`
    case 'noInfBucket':
      return `The histogram ${metric} is printed without a bucket at +Inf, so that Prometheus draws no quantile from it and its requests cannot be counted.`
    case 'impossibleCounts':
      return `The histogram ${metric}${at(uncounted)} ${IMPOSSIBLE[uncounted.problem](uncounted.value)}, so that what it counted is not known and a quantile drawn from it means nothing.`
    case 'vanished':
      return `The histogram ${metric}${at(uncounted)} is no longer printed at the end of the run, so that what it counted is not known: the service was replaced, or drops series that it has not observed for a while.`
    case 'boundsDiffer':
      return `The bounds of the histogram ${metric} differ between instances or changed during the run, so that its counts cannot be added.`
    case 'severalProcesses':
      return `Several processes answer behind one port: the counts of ${metric}${at(uncounted)} fall and come back (${uncounted.counts.join(', ')}), which is no restart. What they counted over the run is unknown, and rules over them see rates that nobody had. Scrape each process by itself, or let them count together.`
    case 'resetAtScrape':
      return `The counters of ${metric}${at(uncounted)} start anew at every scrape (${uncounted.counts.join(', ')}), which is no restart. What they counted over the run is unknown, and rules over them see rates that nobody had. Prometheus expects counters that only grow.`
    default:
      return assertNever(kind)
  }
}

const IMPOSSIBLE: Readonly<Record<ImpossibleCounts['problem'], (value: number) => string>> = {
  notWhole: (value) => `prints ${value} as a count, which is no number of requests`,
  notCumulative: (value) => `prints buckets that do not contain the ones below them (${value} after more)`,
  countDiffers: (value) => `prints a count of ${value} that is far from its bucket at +Inf`,
  noSum: (value) => `prints a sum of ${value}, because something was observed that is no number`,
}

function at({ instance }: { readonly instance: string }): string {
  return instance === '' ? '' : ` at ${instance}`
}

/** ` (route has the values /checkout and /orders)`; empty where each value exists, on different series. */
function unmatched(labels: readonly UnmatchedLabel[]): string {
  if (labels.length === 0) return ''
  const each = labels.map(({ label, values }) =>
    values.length === 0
      ? `none has the label ${label}`
      : `${label} has the ${values.length === 1 ? 'value' : 'values'} ${listedUpTo(MOST_NAMES, values)}`,
  )
  return ` (${each.join('; ')})`
}

function outcome(failure: string | null): string {
  return failure === null ? 'was never made' : `failed (${failure})`
}

function listNames(names: readonly string[]): string {
  if (names.length === 0) return 'no histogram at all'
  const more = names.length - MOST_NAMES
  return `the ${names.length === 1 ? 'histogram' : 'histograms'} ${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
