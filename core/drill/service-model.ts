// What the service of a drill exposes: the series that a Prometheus would scrape of it, and of which requests each counts.
// `up` is always there besides, one for each target.

export interface ServiceModel {
  readonly series: readonly ModelSeries[]
  /** The processes that are scraped, each with its part of the requests. Absent: DEFAULT_TARGETS. */
  readonly targets?: readonly ModelPart[]
  /**
   * What the requests of each target are divided into, by route or by method: the labels stand on every series that counts
   * requests, once for each. Absent: not divided.
   */
  readonly routes?: readonly ModelPart[]
  /**
   * When series exist that count the requests of a route or of an outcome, by labels that only a request gives them: from the
   * first request on that they count, as client libraries have it, or from the start of the process, at zero, where the
   * service sees to that. Those without such labels always exist from the start. Absent: at zero.
   */
  readonly begin?: SeriesBegin
}

/** How long the processes have been running before anything is looked at: since a deploy on the day before. */
export const USUAL_RUNNING_SECONDS = 86_400

export type SeriesBegin = 'with-first-count' | 'at-zero'

export interface ModelPart {
  readonly labels: ModelLabels
  /** Of the requests, from 0 to 1. The shares of all parts add up to 1. */
  readonly share: number
}

export type ModelLabels = Readonly<Record<string, string>>

export type ModelSeries = ModelHistogram | ModelCounter | ModelGauge | ModelScrapeGauge

/** Gives `_bucket`, `_sum` and `_count`. */
export interface ModelHistogram {
  readonly kind: 'histogram'
  /** Without a suffix. */
  readonly metric: string
  /** 1 where it is in seconds, 1000 in milliseconds. */
  readonly unitsPerSecond: number
  /** Finite and ascending, in the metric's own unit. +Inf is implied. */
  readonly upperBounds: readonly number[]
  /** How `le` is written for each of them. Absent: as Prometheus 3 writes it, `1.0`. */
  readonly boundLabels?: readonly string[]
  /** They win over those of the target and of the route. */
  readonly labels: ModelLabels
  readonly requests: RequestFilter
}

export interface ModelCounter {
  readonly kind: 'counter'
  readonly metric: string
  readonly labels: ModelLabels
  readonly requests: RequestFilter
}

export interface ModelGauge {
  readonly kind: 'gauge'
  readonly metric: string
  readonly labels: ModelLabels
  /** When the target's process started, in seconds since the Unix epoch, where it is `start`. */
  readonly value: number | 'start'
}

/** What Prometheus itself adds with every scrape, as it adds `up`: the value where a page came, and 0 where none did. */
export interface ModelScrapeGauge {
  readonly kind: 'scrape'
  readonly metric: string
  readonly value: number
}

/** Which requests are counted: `all` that came, `answered` the ones that were not reset, of which some `failed` with an error. */
export type RequestFilter = 'all' | 'answered' | 'succeeded' | 'failed'

/** One process. */
export const DEFAULT_TARGETS: readonly ModelPart[] = [
  { labels: { instance: '127.0.0.1:8000', job: 'service' }, share: 1 },
]

const UNDIVIDED: readonly ModelPart[] = [{ labels: {}, share: 1 }]

export function targetsOf({ targets = DEFAULT_TARGETS }: ServiceModel): readonly ModelPart[] {
  return targets
}

/** One without labels where the requests are not divided. */
export function routesOf({ routes = UNDIVIDED }: ServiceModel): readonly ModelPart[] {
  return routes
}

/** @throws RangeError where a part of the model cannot be */
export function checkServiceModel(model: ServiceModel): void {
  const { series } = model
  checkParts('targets', targetsOf(model))
  checkParts('routes', routesOf(model))
  for (const each of series) if (each.kind === 'histogram') checkHistogram(each)
}

function checkParts(what: string, parts: readonly ModelPart[]): void {
  const sum = parts.reduce((total, { share }) => total + share, 0)
  if (parts.some(({ share }) => !(share >= 0)) || !(Math.abs(sum - 1) < 1e-9))
    throw new RangeError(`${what}: expected shares of 0 or more that add up to 1, got ${sum}`)
}

function checkHistogram({ metric, unitsPerSecond, upperBounds, boundLabels }: ModelHistogram): void {
  if (!(unitsPerSecond > 0 && Number.isFinite(unitsPerSecond)))
    throw new RangeError(`${metric}: expected units per second above 0, got ${unitsPerSecond}`)
  upperBounds.forEach((bound, i) => {
    if (!Number.isFinite(bound) || (i > 0 && !(bound > (upperBounds[i - 1] as number))))
      throw new RangeError(`${metric}: expected finite bounds that ascend, got ${upperBounds.join(', ')}`)
  })
  if (boundLabels && boundLabels.length !== upperBounds.length)
    throw new RangeError(
      `${metric}: expected a label for each of ${upperBounds.length} bounds, got ${boundLabels.length}`,
    )
}
