// Does the setup of a scenario before anything else is sent. Loaded only where there is one.

import { UserError } from '../core/user-error.ts'
import { LoadSetup } from '../load/setup/load-setup.ts'
import { SetupFailure } from '../load/setup/setup-failure.ts'
import { resolveLoadPlan } from '../scenario-file/resolve/resolve-load-plan.ts'
import { placesInFile } from './preflight/places-in-file.ts'
import type { ServiceUnderTest } from './service-under-test.ts'
import type { RunSetup } from './setup/run-setup.ts'

/** @returns null where the scenario has none @throws UserError where a step does not get its expected answer */
export async function openLoadSetup(
  { url, route, host }: ServiceUnderTest,
  setup: RunSetup,
): Promise<LoadSetup | null> {
  const { scenario, environment, workers, files, signal } = setup
  const plan = resolveLoadPlan(scenario, { url, route, host, environment, workers, files })
  if (plan.setup === undefined) return null
  try {
    return await LoadSetup.open(plan, plan.setup, signal)
  } catch (error) {
    const failure = error instanceof UserError ? error.cause : undefined
    if (!(failure instanceof SetupFailure)) throw error
    const index = plan.setup.steps.findIndex(({ name }) => name === failure.step)
    const place = placesInFile(scenario, setup.cwd)(['setup', 'steps', index])
    throw new UserError(`${place}: expected the answer that ${failure.step} asks for, got ${failure.message}`, {
      cause: failure,
    })
  }
}
