// The models of a drill: those that its rules ask for, as far as they fit into memory and its incidents concern them.

import { DAY_SECONDS } from '../../core/drill/incident-catalogue.ts'
import type { PlannedIncident } from '../../core/drill/planned-incident.ts'
import { routesOf, type ServiceModel, targetsOf } from '../../core/drill/service-model.ts'
import { listedUpTo } from '../../core/text/plural.ts'
import { UserError } from '../../core/user-error.ts'
import type { AlertingRule, Rule } from '../../prometheus/alerting/rule-file.ts'
import type { RuleReach } from '../../prometheus/alerting/rule-reach.ts'
import { pieceSecondsFor } from '../../simulation/days/days-in-pieces.ts'
import { hasLabels } from '../../simulation/days/target-requests.ts'
import type { DrillOptions } from './drill-options.ts'
import { USUAL_BOUNDS } from './model/model-for-rules.ts'
import { type ModelsForRules, modelsForRules } from './model/models-for-rules.ts'
import type { AlertReads } from './model/rule-reads.ts'
import { sizeProblem } from './model/size-problem.ts'
import type { DrilledService } from './service/drilled-service.ts'
import type { LatencyLimit } from './service/latency-limits.ts'

/** Longer windows are told of, and find less than they look for at first. */
export const LONGEST_LEAD_DAYS = 7

/** How far back any of the rules looks, with its `for`. Seconds. */
export function longestLook(rules: readonly AlertingRule[], reaches: ReadonlyMap<Rule, RuleReach>): number {
  return Math.max(0, ...rules.map((rule) => (reaches.get(rule)?.samplesSeconds ?? 0) + rule.forSeconds))
}

/** How much is simulated before a month. Whole days, in seconds. */
export function leadFor(longestLookSeconds: number): number {
  return Math.min(LONGEST_LEAD_DAYS, Math.max(1, Math.ceil(longestLookSeconds / DAY_SECONDS))) * DAY_SECONDS
}

export interface DrilledModelsRequest {
  readonly options: DrillOptions
  readonly service: Pick<DrilledService, 'knownBounds'>
  readonly reads: readonly AlertReads[]
  readonly reaches: ReadonlyMap<Rule, RuleReach>
  readonly planned: readonly PlannedIncident[]
  readonly limits: readonly LatencyLimit[]
}

/** @throws UserError where nothing is simulated because it would be too large */
export function drilledModels(request: DrilledModelsRequest): ModelsForRules {
  const { options, service, reads, reaches, planned, limits } = request
  const found = modelsForRules(
    {
      reads,
      knownBounds: service.knownBounds,
      otherBounds: USUAL_BOUNDS,
      limits: byHistogram(limits),
      overrides: options.series,
      instances: options.instances,
      begin: options.seriesBegin,
    },
    ({ model, oneInstance }, some) => {
      const rules = some.map(({ rule }) => rule)
      const simulatedSeconds = leadFor(longestLook(rules, reaches)) + options.days * DAY_SECONDS
      const readBackSeconds = Math.max(0, ...rules.map((rule) => reaches.get(rule)?.samplesSeconds ?? 0))
      const keptSeconds = Math.min(simulatedSeconds, readBackSeconds + pieceSecondsFor(readBackSeconds))
      return sizeProblem({ model, oneInstance, reads: some, keptScrapes: keptSeconds / options.scrapeIntervalSeconds })
    },
  )
  const tooLarge = [...found.problems].find(([, { kind }]) => kind === 'size')
  if (found.models.length === 0 && tooLarge !== undefined)
    throw new UserError(`drill: ${tooLarge[0].rule.name}: ${tooLarge[1].words}`)
  return concerned(found, planned)
}

function byHistogram(limits: readonly LatencyLimit[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>()
  for (const { histogram, seconds } of limits) found.set(histogram, [...(found.get(histogram) ?? []), seconds])
  return found
}

/** Of an alert whose requests are not divided as an incident asks for, it is not known what the incident does to it. */
function concerned({ models, problems }: ModelsForRules, planned: readonly PlannedIncident[]): ModelsForRules {
  const missing = models.map(({ model }) =>
    planned.find(({ concerns }) => concerns !== null && !isConcerned(model, concerns)),
  )
  const nobody = planned.find(
    ({ concerns }) => concerns !== null && models.every(({ model }) => !isConcerned(model, concerns)),
  )
  if (nobody !== undefined && models.length > 0)
    throw new UserError(
      `${nobody.name}: concerns: expected labels of a target or a route that is simulated, got ${JSON.stringify(nobody.concerns)}; there are: ${labelsOf(models)}`,
    )
  const refused = models.flatMap(({ reads }, i) => {
    const incident = missing[i]
    if (incident === undefined) return []
    const words = `it is not known what ${incident.name} does to it, which concerns ${JSON.stringify(incident.concerns)}: no target and no route of its own has such labels`
    return reads.map((each) => [each, { kind: 'unmade', words }] as const)
  })
  return {
    models: models.filter((_, i) => missing[i] === undefined),
    problems: new Map([...problems, ...refused]),
  }
}

const MOST_LABELS = 12

function labelsOf(models: ModelsForRules['models']): string {
  const parts = models.flatMap(({ model }) => [...targetsOf(model), ...routesOf(model)])
  const pairs = parts.flatMap(({ labels }) =>
    Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`),
  )
  return listedUpTo(MOST_LABELS, [...new Set(pairs)])
}

function isConcerned(model: ServiceModel, concerns: Readonly<Record<string, string>>): boolean {
  return targetsOf(model).some((target) =>
    routesOf(model).some((route) => hasLabels({ ...target.labels, ...route.labels }, concerns)),
  )
}
