// Does the setup of a scenario before anything else is sent. Loaded only where there is one.

import { LoadSetup } from '../load/setup/load-setup.ts'
import { resolveLoadPlan } from '../scenario-file/resolve/resolve-load-plan.ts'
import type { ServiceUnderTest } from './service-under-test.ts'
import type { RunSetup } from './setup/run-setup.ts'

/** @returns null where the scenario has none @throws UserError where a step does not get its expected answer */
export async function openLoadSetup(
  { url, route, host }: ServiceUnderTest,
  setup: RunSetup,
): Promise<LoadSetup | null> {
  const { scenario, environment, workers, files, signal } = setup
  const plan = resolveLoadPlan(scenario, { url, route, host, environment, workers, files })
  return plan.setup === undefined ? null : LoadSetup.open(plan, plan.setup, signal)
}
