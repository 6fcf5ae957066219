// `flows` and `setup` as plain data: steps refer to requests by their place in one list.

import type { Flow } from '../../core/scenario/flows/flow.ts'
import type { RequestTemplate, SetupPlan } from '../../core/scenario/load-plan.ts'
import { parseShare } from '../../core/scenario/parse-objective.ts'
import { DEFAULTS } from '../schema/defaults.ts'
import type { ScenarioFile } from '../schema/scenario-schema.ts'
import { secondsOf } from '../schema/values.ts'
import { requestName } from './request-name.ts'

export type RequestEntry = NonNullable<ScenarioFile['requests']>[number]

/**
 * All requests of the traffic, in one list: those that are mixed by their weights, or, where there are flows, those that
 * steps name and those of steps of their own. Those of the setup are not part of the traffic.
 */
export function requestEntries({ request, requests, flows }: ScenarioFile): readonly RequestEntry[] {
  if (flows === undefined) return requests ?? [request ?? {}]
  const steps = flows.flatMap((flow) => flow.steps)
  const named = new Set(steps.map((step) => step.request))
  return [
    ...(requests ?? []).filter((entry) => named.has(requestName(entry))),
    ...steps.filter((step) => step.request === undefined),
  ]
}

/** @param entries as `requestEntries` gives them */
export function toFlows(flows: NonNullable<ScenarioFile['flows']>, entries: readonly RequestEntry[]): Flow[] {
  const names = entries.map(requestName)
  return flows.map(({ name, weight, cookies, steps }) => ({
    name,
    weight: weight ?? DEFAULTS.weight,
    cookies: cookies ?? false,
    steps: steps.map((step) => ({
      request: step.request === undefined ? entries.indexOf(step) : names.indexOf(step.request),
      times: step.times ?? DEFAULTS.times,
      chance: parseShare(step.chance ?? DEFAULTS.chance) ?? 1,
      thinkSeconds: step.think === undefined ? null : secondsOf(step.think),
    })),
  }))
}

/** @param library the `requests` of the file, which steps may name */
export function toSetup(
  { steps, cookies, renew }: NonNullable<ScenarioFile['setup']>,
  library: readonly RequestEntry[],
  toRequest: (entry: RequestEntry) => RequestTemplate,
): SetupPlan {
  return {
    steps: steps.map((step) => {
      const named = library.find((entry) => requestName(entry) === step.request)
      return toRequest(step.request === undefined || named === undefined ? step : named)
    }),
    cookies: cookies ?? false,
    renew:
      renew === undefined
        ? null
        : {
            everySeconds: renew.every === undefined ? null : secondsOf(renew.every),
            beforeSeconds: renew.before === undefined ? null : secondsOf(renew.before),
            onStatuses: [renew.on ?? DEFAULTS.renewOn].flat(),
          },
  }
}
