// Measures one run: starts the service and its monitor, sends the traffic, and collects what client and server saw.
// It judges nothing.

import type { RunRecord } from '../core/run/run-record.ts'
import { redactScenario } from '../scenario-file/redact-scenario.ts'
import { openMonitor } from './open-monitor.ts'
import { reportRun } from './reported-run.ts'
import { RunObserver } from './run-observer.ts'
import { openService } from './service-under-test.ts'
import type { RunSetup } from './setup/run-setup.ts'

/** @throws UserError where the run cannot begin: an unreachable target, a missing variable */
export async function measureRun(setup: RunSetup): Promise<RunRecord> {
  const { scenario, cwd, baseline } = setup
  const service = await openService(setup)
  try {
    const monitor = await openMonitor(service.metrics, setup)
    try {
      const { load, prometheus, exact, ...facts } = await new RunObserver(setup, service, monitor).run()
      return {
        scenario,
        redactedScenario: redactScenario(scenario, cwd),
        run: reportRun(setup, load, facts),
        load,
        prometheus,
        exact,
        ...(baseline === null ? {} : { baseline }),
      }
    } finally {
      await monitor?.stop()
    }
  } finally {
    await service.close()
  }
}
