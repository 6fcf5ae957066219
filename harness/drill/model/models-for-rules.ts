// One service for all alerts, as far as that can be: alerts of one service see the same requests. Where the labels that some
// ask for multiply the series of the others beyond memory, alerts that share no series get services of their own, and so does
// an alert whose labels no common one can have. What cannot be made at all is refused alert by alert.

import { listedUpTo } from '../../../core/text/plural.ts'
import { connectedAlerts } from './connected-alerts.ts'
import { isOfScrapes } from './metric-kind.ts'
import { type ModelForRules, type ModelRequest, modelForRules } from './model-for-rules.ts'
import type { AlertReads } from './rule-reads.ts'

export interface ModelOfAlerts extends Omit<ModelForRules, 'unmade' | 'oneInstance'> {
  /** The alerts that are simulated with it. */
  readonly reads: readonly AlertReads[]
}

export interface ModelsForRules {
  readonly models: readonly ModelOfAlerts[]
  /** Why alerts are in none of them. */
  readonly problems: ReadonlyMap<AlertReads, AlertProblem>
}

export interface AlertProblem {
  readonly kind: 'unmade' | 'size'
  /** A phrase: `it reads node_load1, which the simulation does not make`. */
  readonly words: string
}

/** A phrase where a month of what is read does not fit into memory; null where it does. */
export type TooLarge = (found: ModelForRules, reads: readonly AlertReads[]) => string | null

export function modelsForRules(request: ModelRequest, tooLarge: TooLarge): ModelsForRules {
  const { reads } = request
  const all = modelForRules(request)
  const { unmade, oneInstance: _, ...found } = all
  const made = reads.filter((_, i) => unmade[i]?.length === 0)
  const left = reads.filter((each) => !made.includes(each))
  const size = made.length === 0 ? null : tooLarge(all, made)
  const [first] = reads
  if (first !== undefined && reads.length === 1 && (made.length === 0 || size !== null)) {
    const problem: AlertProblem =
      size === null ? { kind: 'unmade', words: unmadeWords(first, unmade[0] ?? []) } : { kind: 'size', words: size }
    return { models: [], problems: new Map([[first, problem]]) }
  }
  const parts = [...(size === null ? [] : apart(made, request)), ...apartLeft(left, made)]
  const others = parts.map((part) => modelsForRules({ ...request, reads: part }, tooLarge))
  return {
    models: [
      ...(made.length > 0 && size === null ? [{ ...found, reads: made }] : []),
      ...others.flatMap(({ models }) => models),
    ],
    problems: new Map(others.flatMap(({ problems }) => [...problems])),
  }
}

/** Together again as long as the others are made; each alone where nothing is. */
function apartLeft(left: readonly AlertReads[], made: readonly AlertReads[]): readonly (readonly AlertReads[])[] {
  if (left.length === 0) return []
  return made.length > 0 ? [left] : left.map((each) => [each])
}

/** Those that divide no requests do not multiply one another's series, and stay together. */
function apart(reads: readonly AlertReads[], request: ModelRequest): readonly (readonly AlertReads[])[] {
  const components = connectedAlerts(reads)
  if (components.length === 1) return reads.map((each) => [each])
  const undivided = components.filter((component) => !divides(modelForRules({ ...request, reads: component }), request))
  if (undivided.length < 2) return components
  if (undivided.length < components.length)
    return [undivided.flat(), ...components.filter((component) => !undivided.includes(component))]
  const half = Math.ceil(components.length / 2)
  return [components.slice(0, half).flat(), components.slice(half).flat()]
}

function divides({ model: { routes = [], targets = [] } }: ModelForRules, { instances }: ModelRequest): boolean {
  return routes.length > 0 || targets.length > instances
}

const MOST_NAMED = 12

function unmadeWords(reads: AlertReads, unmade: readonly string[]): string {
  return `it reads ${listedUpTo(MOST_NAMED, unmade)}, which the simulation does not make${scrapeHint(reads)}`
}

/** Of these, `up` is known without asking: the others are about a page that nobody has seen. */
function scrapeHint({ selectors }: AlertReads): string {
  const metric = selectors.find((each) => each.metric !== null && isOfScrapes(each.metric))?.metric
  return metric === undefined
    ? ''
    : `; how large and how slow a metrics page is it does not know: --series ${metric}=NUMBER says what it is while scrapes succeed`
}
