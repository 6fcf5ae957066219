// What subqueries returned at their steps, from one evaluation to the next. Steps are whole multiples of the step, so that an
// hour of them is shared by the evaluations of an hour: each step is evaluated once, and not once an evaluation.

import { firstWhere } from '../../../../core/search.ts'
import type { Sample } from '../../../series/series.ts'
import type { Expression, Subquery, TimeModifiers } from '../../expression/expression.ts'
import { partsOf, selectionsOf } from '../../expression/parts.ts'
import type { InstantSample } from '../instant-sample.ts'
import { addStep, type SeriesBySignature } from './stepped-series.ts'

export interface StepsWanted {
  readonly firstMs: number
  readonly endMs: number
  readonly stepMs: number
  /** When the whole expression is evaluated. */
  readonly queriedAtMs: number
}

export interface RememberedSteps {
  /** With the samples from the first step on; they may be added to. */
  readonly series: SeriesBySignature
  /** The first step that is not among them. */
  readonly nextMs: number
}

interface Steps {
  series: SeriesBySignature
  firstMs: number
  nextMs: number
}

/** For one source of series, evaluated at instants that mostly rise. */
export class SubqueryMemory {
  readonly #settledMs: number
  readonly #steps = new Map<Subquery, Steps | null>()

  /** @param settledMs so long after an instant, no sample for it comes any more */
  constructor(settledMs: number) {
    this.#settledMs = settledMs
  }

  /** Undefined where a step may return something else at another evaluation. */
  stepsOf(
    subquery: Subquery,
    { firstMs, endMs, stepMs, queriedAtMs }: StepsWanted,
    evaluateAt: (timestampMs: number) => readonly InstantSample[],
  ): RememberedSteps | undefined {
    const steps = this.#known(subquery, firstMs)
    if (!steps) return undefined
    const lastMs = Math.min(endMs, queriedAtMs - this.#settledMs)
    for (; steps.nextMs <= lastMs; steps.nextMs += stepMs) addStep(steps.series, steps.nextMs, evaluateAt(steps.nextMs))
    forgetBefore(steps, firstMs)
    const series: SeriesBySignature = new Map()
    for (const [signature, { labels, samples }] of steps.series) {
      const [from, to] = [indexAt(samples, firstMs), indexAt(samples, endMs + 1)]
      if (from < to) series.set(signature, { labels, samples: samples.slice(from, to) })
    }
    return { series, nextMs: steps.nextMs }
  }

  /** Begun anew where the steps wanted do not follow on those that are known. */
  #known(subquery: Subquery, firstMs: number): Steps | null {
    const known = this.#steps.get(subquery)
    if (known === null) return null
    if (known && firstMs >= known.firstMs && firstMs <= known.nextMs) return known
    const begun = dependsOnQuery(subquery.operand) ? null : { series: new Map(), firstMs, nextMs: firstMs }
    this.#steps.set(subquery, begun)
    return begun
  }
}

/** Now and then, so that it costs little. */
function forgetBefore(steps: Steps, firstMs: number): void {
  if (firstMs - steps.firstMs < steps.nextMs - firstMs) return
  for (const [signature, { samples }] of steps.series) {
    samples.splice(0, indexAt(samples, firstMs))
    if (samples.length === 0) steps.series.delete(signature)
  }
  steps.firstMs = firstMs
}

function indexAt(samples: readonly Sample[], fromMs: number): number {
  return firstWhere(0, samples.length, (i) => (samples[i] as Sample).timestampMs >= fromMs)
}

/** Whether it reads at the instant of the query, or ahead of its own. */
function dependsOnQuery(expression: Expression): boolean {
  const reads = ({ at, offsetMs }: TimeModifiers) => at === 'start' || at === 'end' || offsetMs < 0
  return selectionsOf(expression).some(({ selector }) => reads(selector)) || subqueriesIn(expression).some(reads)
}

function subqueriesIn(expression: Expression): readonly Subquery[] {
  const inner = partsOf(expression).flatMap(subqueriesIn)
  return expression.kind === 'subquery' ? [expression, ...inner] : inner
}
