// What a simulated server process publishes: the same metrics as the real one, on pages that were parsed already. Of what a
// process tells of itself there is when it started, from which a restart is seen.

import type { BucketLayout } from '../../core/histogram/bucket-layout.ts'
import { PROCESS_START } from '../../prometheus/histogram/counter-samples.ts'
import type { Exposition, FamilyMetadata, ParsedSample } from '../../prometheus/scrape/exposition/exposition.ts'
import { formatOpenMetricsFloat } from '../../prometheus/series/go-float.ts'
import type { Labels } from '../../prometheus/series/series.ts'
import type { RequestObserver, RequestOutcome } from '../../server/http/stopwatch.ts'
import {
  IN_FLIGHT,
  type PublishedHistogram,
  publishedHistograms,
  REQUEST_CODES,
  REQUESTS,
} from '../../server/metrics/published-metrics.ts'
import { BucketCounter } from './bucket-counter.ts'

export interface SimulatedMetricsOptions {
  readonly layout: BucketLayout
  readonly extraLayouts: readonly BucketLayout[]
  /** Since the Unix epoch. */
  readonly processStartSeconds: number
}

/** The label objects stay the same from page to page: a store knows its series by them. */
interface HistogramSeries {
  readonly counter: BucketCounter
  readonly buckets: readonly Labels[]
  readonly sum: Labels
  readonly count: Labels
}

export class SimulatedMetrics implements RequestObserver {
  readonly #histograms: readonly HistogramSeries[]
  readonly #families: ReadonlyMap<string, FamilyMetadata>
  readonly #processStartSeconds: number
  /** By code. */
  readonly #ended = new Map<string, { readonly labels: Labels; count: number }>()
  #inFlight = 0

  /** @throws RangeError where two layouts would share a metric's name */
  constructor({ layout, extraLayouts, processStartSeconds }: SimulatedMetricsOptions) {
    const published = publishedHistograms(layout, extraLayouts)
    this.#histograms = published.map(seriesOf)
    this.#families = familiesOf(published)
    this.#processStartSeconds = processStartSeconds
    for (const code of REQUEST_CODES) this.#codeOf(code)
  }

  arrived(): void {
    this.#inFlight++
  }

  ended(seconds: number, outcome: RequestOutcome): void {
    this.#inFlight--
    this.#codeOf(String(outcome)).count++
    for (const { counter } of this.#histograms) counter.observe(seconds)
  }

  page(): Exposition {
    const samples = [
      sample(PROCESS_START_SERIES, this.#processStartSeconds),
      ...this.#histograms.flatMap(histogramSamples),
      sample(IN_FLIGHT_SERIES, this.#inFlight),
      ...[...this.#ended.values()].map(({ labels, count }) => sample(labels, count)),
    ]
    return { samples, families: this.#families }
  }

  #codeOf(code: string): { count: number } {
    const known = this.#ended.get(code)
    if (known) return known
    const fresh = { labels: { __name__: REQUESTS.name, code }, count: 0 }
    this.#ended.set(code, fresh)
    return fresh
  }
}

const PROCESS_START_SERIES: Labels = { __name__: PROCESS_START }
const IN_FLIGHT_SERIES: Labels = { __name__: IN_FLIGHT.name }

function seriesOf({ name, layout }: PublishedHistogram): HistogramSeries {
  const bounds = [...layout.upperBounds, Number.POSITIVE_INFINITY]
  return {
    counter: new BucketCounter(layout),
    buckets: bounds.map((bound) => ({ __name__: `${name}_bucket`, le: formatOpenMetricsFloat(bound) })),
    sum: { __name__: `${name}_sum` },
    count: { __name__: `${name}_count` },
  }
}

function histogramSamples({ counter, buckets, sum, count }: HistogramSeries): ParsedSample[] {
  const counts = counter.cumulativeCounts()
  return [
    ...buckets.map((labels, i) => sample(labels, counts[i] as number)),
    sample(sum, counter.sum),
    sample(count, counter.count),
  ]
}

function sample(labels: Labels, value: number): ParsedSample {
  return { labels, value, timestampMs: null }
}

function familiesOf(histograms: readonly PublishedHistogram[]): Map<string, FamilyMetadata> {
  return new Map<string, FamilyMetadata>([
    [PROCESS_START, { type: 'gauge', help: 'Start time of the process since unix epoch in seconds.' }],
    ...histograms.map(({ name, help }): [string, FamilyMetadata] => [name, { type: 'histogram', help }]),
    [IN_FLIGHT.name, { type: 'gauge', help: IN_FLIGHT.help }],
    [REQUESTS.name, { type: 'counter', help: REQUESTS.help }],
  ])
}
