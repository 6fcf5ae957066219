// The service that rules ask for: every series that their selectors name and that can be made of requests, with the labels
// that the selectors want. What was taken for granted is said, and so is what cannot be made, alert by alert.

import {
  DEFAULT_TARGETS,
  type ModelLabels,
  type ModelPart,
  type ModelSeries,
  type RequestFilter,
  type SeriesBegin,
  type ServiceModel,
} from '../../../core/drill/service-model.ts'
import { NAMED_LAYOUTS } from '../../../core/histogram/named-layouts.ts'
import { listed } from '../../../core/text/plural.ts'
import type { VectorSelector } from '../../../prometheus/promql/expression/expression.ts'
import { formatExpression } from '../../../prometheus/promql/expression/format-expression.ts'
import type { CompiledMatcher } from '../../../prometheus/series/label-matcher.ts'
import { METRIC_NAME } from '../../../prometheus/series/series.ts'
import { acceptAll, candidateValues } from './accepted-values.ts'
import { assumedBounds } from './assumed-bounds.ts'
import { type AskedLabels, planLabels } from './label-plan.ts'
import { selectedSeries } from './made-series.ts'
import { isOfScrapes, type MetricKind, metricKind } from './metric-kind.ts'
import { type NamedBound, namedBounds } from './named-bounds.ts'
import { isOutcomeLabel, type OutcomeValues, outcomeValues } from './outcome-values.ts'
import { ratioLabels } from './ratio-labels.ts'
import type { AlertReads } from './rule-reads.ts'
import type { SeriesOverride } from './series-override.ts'

export interface ModelRequest {
  readonly reads: readonly AlertReads[]
  /** The finite bounds of histograms that are known, by their name without a suffix, in their own unit. */
  readonly knownBounds: ReadonlyMap<string, readonly number[]>
  /** In seconds, for every histogram that is not known. */
  readonly otherBounds: readonly number[]
  /** What rules call slow, above 0 and in seconds, by the name of the histogram: other bounds go on beyond it. */
  readonly limits: ReadonlyMap<string, readonly number[]>
  readonly overrides: readonly SeriesOverride[]
  /** Processes, among which the requests are divided evenly. */
  readonly instances: number
  readonly begin: SeriesBegin
}

export interface ModelForRules {
  readonly model: ServiceModel
  /** With one of the instances among which requests are divided evenly: what one has of series, every one has. */
  readonly oneInstance: ServiceModel
  /** What each metric is taken for. */
  readonly assumptions: readonly string[]
  /** What each of the alerts reads that is not made, in their order; empty where all of it is. */
  readonly unmade: readonly (readonly string[])[]
}

/** Of alerts that read what is not made nothing is made: it would divide the requests of the others, and be simulated for nobody. */
export function modelForRules(request: ModelRequest): ModelForRules {
  const all = modelFor(request)
  const possible = request.reads.filter((_, i) => all.unmade[i]?.length === 0)
  if (possible.length === 0 || possible.length === request.reads.length) return all
  const own = modelForRules({ ...request, reads: possible })
  return { ...own, unmade: request.reads.map((each, i) => own.unmade[possible.indexOf(each)] ?? all.unmade[i] ?? []) }
}

function modelFor(request: ModelRequest): ModelForRules {
  const selectors = distinct(request.reads.flatMap((reads) => reads.selectors))
  const metrics = new MetricsOfRules(selectors, request)
  const asked = selectors.flatMap((selector) => metrics.askedLabels(selector))
  const plan = planLabels(asked)
  const targetLabels = ofTargets(plan.constant)
  const series = metrics.series((metric) => withoutLabels(plan.constant.get(metric) ?? {}, Object.keys(targetLabels)))
  const model: ServiceModel = {
    series,
    targets: targetsFor(targetLabels, selectors, request.instances),
    begin: request.begin,
    ...(plan.routes.length > 1 && {
      routes: plan.routes.map((labels) => ({ labels, share: 1 / plan.routes.length })),
    }),
  }
  const only = plan.routes.length === 1 ? (plan.routes[0] as ModelLabels) : {}
  const made = { ...model, series: series.map((each) => withLabels(each, only)) }
  const oneInstance = { ...made, targets: targetsFor(targetLabels, selectors, 1) }
  const seriesOf = selectedSeries(oneInstance)
  return {
    model: made,
    oneInstance,
    assumptions: metrics.assumptions(),
    unmade: request.reads.map((reads) =>
      reads.selectors.filter((each) => seriesOf(each).length === 0).map(formatExpression),
    ),
  }
}

function distinct(selectors: readonly VectorSelector[]): readonly VectorSelector[] {
  return [...new Map(selectors.map((selector) => [formatExpression(selector), selector])).values()]
}

class MetricsOfRules {
  readonly #selectors: readonly VectorSelector[]
  readonly #request: ModelRequest
  /** Names of histograms, without a suffix. */
  readonly #histograms: ReadonlySet<string>
  readonly #ratioLabels: ReadonlyMap<string, ReadonlySet<string>>
  readonly #overrides: ReadonlyMap<string, SeriesOverride['is']>
  /** By the name of the family: every selector asks for that of its own. */
  readonly #outcomes = new Map<string, Outcome | undefined>()

  constructor(selectors: readonly VectorSelector[], request: ModelRequest) {
    this.#selectors = selectors
    this.#request = request
    const ofRules = selectors.flatMap(({ metric }) =>
      metric?.endsWith('_bucket') ? [metric.slice(0, -'_bucket'.length)] : [],
    )
    this.#histograms = new Set([...ofRules, ...request.knownBounds.keys()])
    this.#ratioLabels = ratioLabels(request.reads.flatMap(({ expressions }) => expressions))
    this.#overrides = new Map(request.overrides.map(({ metric, is }) => [metric, is]))
  }

  /** Nothing for what is not made. A label of outcomes that are not simulated, code="404", is on no series. */
  askedLabels(selector: VectorSelector): readonly AskedLabels[] {
    const family = this.#familyOf(selector.metric)
    if (family === undefined) return []
    const told = this.#outcomeOf(family.name)?.labels ?? []
    const matchers = selector.matchers.filter(
      ({ label }) => label !== METRIC_NAME && label !== 'le' && !isOutcomeLabel(label) && !told.includes(label),
    )
    return [{ metric: family.name, matchers }]
  }

  series(labelsOf: (metric: string) => ModelLabels): readonly ModelSeries[] {
    return [...this.#families()].flatMap(([name, family]) => this.#seriesOf(name, family, labelsOf(name)))
  }

  assumptions(): readonly string[] {
    return [...this.#families()].flatMap(([name, family]) => {
      if (family.kind === 'histogram') return [this.#histogramSentence(name, family)]
      if (family.kind === 'scrape') return [`${name} is ${family.value} with every scrape, and 0 where one fails.`]
      if (family.kind !== 'counter') return []
      const outcome = this.#outcomeOf(name)
      const which = outcome
        ? `the requests, ${outcome.labels.map((label) => `${label}=${JSON.stringify(outcome.values.failed)}`).join(', ')} where they failed and ${JSON.stringify(outcome.values.succeeded)} else`
        : COUNTED[family.counts]
      return [`${name} counts ${which}.`]
    })
  }

  #histogramSentence(name: string, { base, unitsPerSecond }: Extract<Family, { kind: 'histogram' }>): string {
    const { bounds, isKnown } = this.#boundsOf(base, unitsPerSecond)
    const unit = UNITS.get(unitsPerSecond) ?? 'seconds'
    const outcome = this.#outcomeOf(name)
    const told = outcome ? `, told apart by ${listed(outcome.labels)}` : ''
    return `${base} observes what requests take, in ${unit}${told}${isKnown ? '' : `; its bounds are taken to be ${bounds.map(({ bound }) => bound).join(', ')}`}.`
  }

  /** By the name under which labels are planned: that of a histogram is without its suffix. */
  #families(): ReadonlyMap<string, Family> {
    const found = this.#selectors.flatMap(({ metric }) => {
      const family = this.#familyOf(metric)
      return family === undefined ? [] : [family]
    })
    return new Map(found.map(({ name, family }) => [name, family]))
  }

  #familyOf(metric: string | null): { readonly name: string; readonly family: Family } | undefined {
    if (metric === null) return undefined
    const is = this.#overrides.get(metric)
    if (typeof is === 'number' && isOfScrapes(metric)) return { name: metric, family: { kind: 'scrape', value: is } }
    if (typeof is === 'number') return { name: metric, family: { kind: 'gauge', value: is } }
    if (is !== undefined) return { name: metric, family: { kind: 'counter', counts: is } }
    const kind = metricKind(metric, this.#histograms)
    return kind && { name: kind.kind === 'histogram' ? kind.base : metric, family: kind }
  }

  #seriesOf(name: string, family: Family, labels: ModelLabels): readonly ModelSeries[] {
    if (family.kind === 'up') return []
    if (family.kind === 'scrape') return [{ kind: 'scrape', metric: name, value: family.value }]
    if (family.kind === 'start-time') return [{ kind: 'gauge', metric: name, labels, value: 'start' }]
    if (family.kind === 'gauge') return [{ kind: 'gauge', metric: name, labels, value: family.value }]
    const outcome = this.#outcomeOf(name)
    const counts = family.kind === 'counter' ? family.counts : 'answered'
    const parts: readonly { readonly requests: RequestFilter; readonly labels: ModelLabels }[] = outcome
      ? [
          { requests: 'succeeded', labels: { ...labels, ...outcome.of('succeeded') } },
          { requests: 'failed', labels: { ...labels, ...outcome.of('failed') } },
        ]
      : [{ requests: counts, labels }]
    if (family.kind === 'counter') return parts.map((part) => ({ kind: 'counter', metric: name, ...part }))
    const { bounds } = this.#boundsOf(family.base, family.unitsPerSecond)
    return parts.map((part) => ({
      kind: 'histogram',
      metric: family.base,
      unitsPerSecond: family.unitsPerSecond,
      upperBounds: bounds.map(({ bound }) => bound),
      boundLabels: bounds.map(({ label }) => label),
      ...part,
    }))
  }

  #ofFamily(name: string): readonly VectorSelector[] {
    return this.#selectors.filter(({ metric }) => this.#familyOf(metric)?.name === name)
  }

  /** Known bounds, or the usual ones, and those that selectors ask for by `le`, written as they write them. */
  #boundsOf(
    base: string,
    unitsPerSecond: number,
  ): { readonly bounds: readonly NamedBound[]; readonly isKnown: boolean } {
    const known = this.#request.knownBounds.get(base)
    const { otherBounds, limits } = this.#request
    const others = assumedBounds(otherBounds, limits.get(base) ?? []).map((bound) =>
      Number((bound * unitsPerSecond).toPrecision(12)),
    )
    const named = this.#ofFamily(base).flatMap(({ matchers }) => namedBounds(matchers))
    const all = new Map<number, string>()
    for (const { bound, label } of named) if (!known || known.includes(bound)) all.set(bound, label)
    for (const bound of known ?? others) if (!all.has(bound)) all.set(bound, String(bound))
    const bounds = [...all].map(([bound, label]) => ({ bound, label })).sort((a, b) => a.bound - b.bound)
    return { bounds, isKnown: known !== undefined }
  }

  #outcomeOf(name: string): Outcome | undefined {
    if (!this.#outcomes.has(name)) this.#outcomes.set(name, this.#foundOutcome(name))
    return this.#outcomes.get(name)
  }

  #foundOutcome(name: string): Outcome | undefined {
    const selectors = this.#ofFamily(name)
    const isTold = (label: string) =>
      isOutcomeLabel(label) || selectors.some(({ metric }) => this.#ratioLabels.get(metric ?? '')?.has(label))
    const matchers = selectors.flatMap((selector) => selector.matchers.filter(({ label }) => isTold(label)))
    const labels = [...new Set(matchers.map(({ label }) => label))]
    const told = labels.flatMap((label) => {
      const own = matchers.filter((matcher) => matcher.label === label)
      const values = outcomeValues(own) ?? (isOutcomeLabel(label) ? undefined : valuesApart(label, own))
      return values ? [{ label, values }] : []
    })
    const [first] = told
    return (
      first && {
        labels: told.map(({ label }) => label),
        values: first.values,
        of: (which) => Object.fromEntries(told.map(({ label, values }) => [label, values[which]])),
      }
    )
  }
}

type Family =
  | Extract<MetricKind, { kind: 'histogram' | 'up' | 'start-time' }>
  | { readonly kind: 'counter'; readonly counts: RequestFilter }
  | { readonly kind: 'gauge'; readonly value: number }
  | { readonly kind: 'scrape'; readonly value: number }

interface Outcome {
  readonly labels: readonly string[]
  readonly values: OutcomeValues
  readonly of: (which: keyof OutcomeValues) => ModelLabels
}

/** Undefined where no one value is accepted by all, or all are: requests are divided by such a label. */
function valuesApart(label: string, matchers: readonly CompiledMatcher[]): OutcomeValues | undefined {
  const values = candidateValues(label, matchers)
  const failed = values.find((value) => value !== '' && acceptAll(matchers, value))
  const succeeded = values.find((value) => value !== '' && !matchers.some((matcher) => acceptAll([matcher], value)))
  return failed === undefined || succeeded === undefined ? undefined : { succeeded, failed }
}

const COUNTED: Readonly<Record<RequestFilter, string>> = {
  all: 'all requests',
  answered: 'the requests that were answered',
  succeeded: 'the requests that succeeded',
  failed: 'the requests that failed',
}

const UNITS: ReadonlyMap<number, string> = new Map([
  [1, 'seconds'],
  [1e3, 'milliseconds'],
  [1e6, 'microseconds'],
  [1e9, 'nanoseconds'],
])

/** What a Prometheus usually gives to a target, and not to a single series of it. */
const TARGET_LABELS =
  /^(job|instance|namespace|pod|container|service|app|application|cluster|env|environment|region|zone)$/

/** Labels of targets with one value on all metrics that have them. */
function ofTargets(constant: ReadonlyMap<string, ModelLabels>): ModelLabels {
  const pairs = [...constant.values()].flatMap((labels) => Object.entries(labels))
  const isShared = ([label, value]: [string, string]) =>
    TARGET_LABELS.test(label) && pairs.every(([other, theirs]) => other !== label || theirs === value)
  return Object.fromEntries(pairs.filter(isShared))
}

function withoutLabels(labels: ModelLabels, names: readonly string[]): ModelLabels {
  return Object.fromEntries(Object.entries(labels).filter(([label]) => !names.includes(label)))
}

function withLabels(series: ModelSeries, labels: ModelLabels): ModelSeries {
  return series.kind === 'gauge' || series.kind === 'scrape'
    ? series
    : { ...series, labels: { ...labels, ...series.labels } }
}

const FIRST_PORT = 8000

/** One for each job whose `up` is read, or so many instances of the one. */
function targetsFor(
  shared: ModelLabels,
  selectors: readonly VectorSelector[],
  instances: number,
): readonly ModelPart[] {
  const [usual] = DEFAULT_TARGETS
  const ofUp = planLabels(
    selectors
      .filter(({ metric }) => metric === 'up' || (metric !== null && isOfScrapes(metric)))
      .map(({ matchers }) => ({ metric: 'up', matchers: matchers.filter(({ label }) => label !== METRIC_NAME) })),
  )
  // An instance that is named is the only one of that name.
  const each = shared.instance === undefined ? instances : 1
  const jobs = ofUp.routes.length > 0 ? ofUp.routes : [ofUp.constant.get('up') ?? {}]
  return jobs.flatMap((labels, i) =>
    Array.from({ length: each }, (_, n) => ({
      labels: {
        ...usual?.labels,
        instance: `127.0.0.1:${FIRST_PORT + i * each + n}`,
        ...shared,
        ...labels,
      },
      share: 1 / (jobs.length * each),
    })),
  )
}

export const USUAL_BOUNDS: readonly number[] = NAMED_LAYOUTS['prom-client'].upperBounds
