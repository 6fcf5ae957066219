// A service as a scenario would reach it, to look at its metrics and to try single requests. What a draft says is parsed as
// the scenario that it is going to be, so that a run reaches it by the same way.

import { join, resolve } from 'node:path'
import type { Draft } from '../../draft/draft.ts'
import { scenarioText } from '../../draft/write/scenario-text.ts'
import { TrialRequests } from '../../load/trial/trial-requests.ts'
import { type Trial, tryRequest } from '../../load/trial/try-request.ts'
import { MetricsLooker } from '../../prometheus/preflight/metrics-looker.ts'
import { parseScenario } from '../../scenario-file/parse-scenario.ts'
import { resolveLoadPlan } from '../../scenario-file/resolve/resolve-load-plan.ts'
import { openService } from '../service-under-test.ts'
import { monitorOptions } from '../setup/monitor-options.ts'
import { setUpRun } from '../setup/run-setup.ts'
import type { InitOptions } from './init-options.ts'

export interface Probe {
  /** Null where the draft has no metrics. */
  readonly looker: MetricsLooker | null
  /** Sends a request of the draft, so many times one after the other. @param index its place in the draft */
  tryRequest(index: number, times: number): Promise<Trial[]>
  close(): Promise<void>
}

const TRY_SECONDS = 10

/** @throws UserError where a URL, a file or a variable is wrong */
export async function openProbe(draft: Draft, options: InitOptions): Promise<Probe> {
  const { cwd, environment, signal } = options
  const place = { schema: null, validate: '', run: '' }
  const scenario = parseScenario({
    text: scenarioText({ ...draft, alert: null }, place),
    file: join(resolve(cwd, options.out), `${draft.name}.yaml`),
    shownAs: 'init',
    kindOfFile: () => 'file',
  })
  const allowHosts = draft.target.allowHost === null ? [] : [draft.target.allowHost]
  const setup = await setUpRun({ ...scenario, data: [] }, { cwd, environment, signal, allowHosts })
  const service = await openService(setup)
  const { url, route, host, metrics } = service
  const plan = {
    ...resolveLoadPlan(setup.scenario, { url, route, host, environment, workers: 1, files: setup.files }),
    timeoutSeconds: TRY_SECONDS,
  }
  const looker = metrics === null ? null : new MetricsLooker(monitorOptions(metrics, setup), signal)
  return {
    looker,
    async tryRequest(index, times) {
      const requests = new TrialRequests(plan, 1)
      const trials: Trial[] = []
      try {
        for (let time = 0; time < times; time++) {
          const [request] = requests.prepare(index)
          if (request !== undefined) trials.push(await tryRequest(plan, request, signal))
        }
      } finally {
        requests.close()
      }
      return trials
    },
    async close() {
      await looker?.close()
      await service.close()
    },
  }
}
