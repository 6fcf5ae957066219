// Which labels the series of the model have, so that every selector of the rules finds one: a value that all selectors of a
// metric accept stands on its series; where there is none, requests are divided into routes, one for each combination that
// selectors ask for.

import type { ModelLabels } from '../../../core/drill/service-model.ts'
import type { CompiledMatcher } from '../../../prometheus/series/label-matcher.ts'
import { acceptAll, candidateValues } from './accepted-values.ts'

/** The matchers of one selector without those of its name, of bounds and of outcomes. */
export interface AskedLabels {
  readonly metric: string
  readonly matchers: readonly CompiledMatcher[]
}

export interface LabelPlan {
  /** By metric; what is the same for all requests. */
  readonly constant: ReadonlyMap<string, ModelLabels>
  /** None where the requests are not divided. */
  readonly routes: readonly ModelLabels[]
}

/** More of them would take long, and hold few requests each. */
const MOST_ROUTES = 24

export function planLabels(asked: readonly AskedLabels[]): LabelPlan {
  const metrics = [...new Set(asked.map(({ metric }) => metric))]
  const found = metrics.flatMap((metric) => {
    const all = asked.filter((each) => each.metric === metric).flatMap(({ matchers }) => matchers)
    return labelsOf(all).map((label) => ({ metric, label, value: commonValue(label, ofLabel(all, label)) }))
  })
  const divided = [...new Set(found.flatMap(({ label, value }) => (value === undefined ? [label] : [])))].sort()
  const constant = new Map(
    metrics.map((metric) => [
      metric,
      Object.fromEntries(
        found.flatMap(({ metric: of, label, value }): [string, string][] =>
          of === metric && value !== undefined && value !== '' && !divided.includes(label) ? [[label, value]] : [],
        ),
      ),
    ]),
  )
  return { constant, routes: divided.length === 0 ? [] : routesFor(asked, divided) }
}

function labelsOf(matchers: readonly CompiledMatcher[]): readonly string[] {
  return [...new Set(matchers.map(({ label }) => label))]
}

function ofLabel(matchers: readonly CompiledMatcher[], label: string): readonly CompiledMatcher[] {
  return matchers.filter((matcher) => matcher.label === label)
}

/** The first value that all accept; undefined where there is none. */
function commonValue(label: string, matchers: readonly CompiledMatcher[]): string | undefined {
  return candidateValues(label, matchers).find((value) => acceptAll(matchers, value))
}

function routesFor(asked: readonly AskedLabels[], divided: readonly string[]): readonly ModelLabels[] {
  const all = asked.flatMap(({ matchers }) => matchers)
  const candidates = new Map(divided.map((label) => [label, candidateValues(label, ofLabel(all, label))]))
  const routes: ModelLabels[] = []
  const narrow = (matchers: readonly CompiledMatcher[]) => matchers.filter(({ label }) => divided.includes(label))
  const wanted = asked
    .map(({ matchers }) => narrow(matchers))
    .filter((matchers) => matchers.length > 0)
    .sort((a, b) => labelsOf(b).length - labelsOf(a).length)
  for (const matchers of wanted) {
    if (routes.length >= MOST_ROUTES) break
    if (routes.some((route) => matchers.every((matcher) => acceptAll([matcher], route[matcher.label] ?? '')))) continue
    const route = divided.map((label) => {
      const own = ofLabel(matchers, label)
      const values = candidates.get(label) ?? []
      return [label, values.find((value) => acceptAll(own, value) && (own.length > 0 || value !== ''))] as const
    })
    if (route.some(([, value]) => value === undefined)) continue
    routes.push(Object.fromEntries(route.flatMap(([label, value]) => (value ? [[label, value]] : []))))
  }
  return routes
}
