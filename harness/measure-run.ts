// Measures one run: starts the service and its monitor, sends the traffic, and collects what client and server saw.
// It judges nothing.

import type { RunRecord } from '../core/run/run-record.ts'
import { plannedDurationSeconds, type Scenario } from '../core/scenario/scenario.ts'
import { redactScenario } from '../scenario-file/redact-scenario.ts'
import type { RunGenerators } from './generators/run-generators.ts'
import { reportRun } from './reported-run.ts'
import type { Observations } from './run-observer.ts'
import { openService } from './service-under-test.ts'
import type { RunSetup } from './setup/run-setup.ts'

/** @throws UserError where the run cannot begin: an unreachable target, a missing variable */
export async function measureRun(setup: RunSetup): Promise<RunRecord> {
  // Threads and the server's process take a while to start. What is needed beside them is loaded meanwhile.
  const generators = await beginGenerators(setup)
  const opening = openService(setup)
  const loadingObserver = import('./run-observer.ts')
  const loadingMonitors = hasMetrics(setup.scenario) ? import('./open-monitor.ts') : null
  const loadingSetup = setup.scenario.setup === undefined ? null : import('./open-load-setup.ts')
  const loadingPreflight = setup.scenario.service.kind === 'bundled' ? null : import('./preflight/run-preflight.ts')
  try {
    const service = await opening
    try {
      const { metrics } = service
      const tried = loadingPreflight && (await loadingPreflight)
      await tried?.awaitService(service, setup)
      const loadSetup = loadingSetup && (await (await loadingSetup).openLoadSetup(service, setup))
      const preflight = tried && (await tried.runPreflight(service, setup, loadSetup?.values))
      const monitor =
        metrics === null || loadingMonitors === null ? null : await (await loadingMonitors).openMonitor(metrics, setup)
      try {
        const { RunObserver } = await loadingObserver
        const observer = new RunObserver({
          setup,
          service,
          loadSetup,
          preflight,
          monitor,
          generators: generators.links,
        })
        return recordOf(setup, await observer.run())
      } finally {
        await monitor?.stop()
      }
    } finally {
      await service.close()
    }
  } finally {
    await generators.end()
  }
}

function beginGenerators(setup: RunSetup): Promise<RunGenerators> {
  return setup.session.begin(plannedDurationSeconds(setup.scenario.load.phases), async () => {
    const { describeRun } = await import('./generators/describe-run.ts')
    return describeRun(setup)
  })
}

/** Where it has none, nothing is loaded that reads them. */
function hasMetrics({ service }: Scenario): boolean {
  return service.kind === 'bundled' || service.target.metrics !== null
}

function recordOf(setup: RunSetup, { load, prometheus, exact, ...facts }: Observations): RunRecord {
  const { scenario, cwd, baseline } = setup
  return {
    scenario,
    redactedScenario: redactScenario(scenario, cwd),
    run: reportRun(setup, load, facts),
    load,
    prometheus,
    exact,
    ...(baseline === null ? {} : { baseline }),
  }
}
