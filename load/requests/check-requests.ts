// Whether the requests of a plan can be sent as they are written, before any of them is, and before any file is opened.

import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { CAPTURED, SETUP, VALUES } from './open-requests.ts'
import type { ValueSource } from './value-source.ts'
import { VaryingRequests } from './varying-requests.ts'

const NO_VALUE: ValueSource = { value: () => null }

/** @throws UserError where one cannot be sent, or refers to what the plan does not have */
export function checkRequests(plan: Pick<LoadPlan, 'url' | 'requests' | 'flows' | 'setup' | 'data' | 'values'>): void {
  const { url, flows, setup, data = [], values } = plan
  const made = values === undefined ? [] : [VALUES]
  const captured = [...(flows === undefined ? [] : [CAPTURED]), ...(setup === undefined ? [] : [SETUP])]
  const names = [...data.map(({ name }) => name), ...made, ...captured]
  new VaryingRequests(plan, new Map(names.map((name) => [name, NO_VALUE])))
  // A setup draws no row.
  if (setup === undefined) return
  const ofSetup = [...made, CAPTURED, SETUP]
  new VaryingRequests({ url, requests: setup.steps }, new Map(ofSetup.map((name) => [name, NO_VALUE])))
}
