// What a run would do and send, without doing or sending any of it.

import type { DryRun, RequestPreview } from '../../core/run/preflight/run-plan.ts'
import { requestShares } from '../../core/scenario/flows/request-shares.ts'
import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { checkPlan } from '../../load/check-plan.ts'
import { CAPTURED, SETUP } from '../../load/requests/open-requests.ts'
import type { ValueSources } from '../../load/requests/value-source.ts'
import { referenceValues } from '../../load/trial/reference-values.ts'
import { TrialRequests } from '../../load/trial/trial-requests.ts'
import { resolveLoadPlan } from '../../scenario-file/resolve/resolve-load-plan.ts'
import { resolveTarget } from '../../scenario-file/resolve/resolve-target.ts'
import { unnamedHost } from '../setup/check-host.ts'
import type { RunOptions } from '../setup/run-options.ts'
import { type RunSetup, setUpRun } from '../setup/run-setup.ts'
import { refuseProxies } from '../target/refuse-proxies.ts'
import { checkTlsFiles } from '../target/scenario-tls.ts'
import { maskedRequest } from './masked-request.ts'
import { planRun } from './plan-run.ts'

/**
 * Reads and checks all that a run would read and check; a host that nobody has named is told, and not refused.
 * @throws UserError as a run does
 */
export async function dryRun(scenario: Scenario, options: RunOptions): Promise<DryRun> {
  const host = unnamedHost(scenario, options)
  const { out, runs, ...others } = options
  const allowHosts = [...(options.allowHosts ?? []), ...(host === null ? [] : [host])]
  const setup = await setUpRun(scenario, { ...others, allowHosts })
  if (setup.generators !== null) {
    const { checkGenerators } = await import('../generators/check-generators.ts')
    await checkGenerators(setup.generators, setup.environment)
  }
  const load = planOf(setup)
  checkPlan(load)
  const requests = new TrialRequests(load, SHOWN_OF_EACH, NOTHING_BROUGHT)
  const previews = load.requests.map((_, index) => previewOf(load, index, requests))
  requests.close()
  const plan = planRun(setup.scenario, load, {
    preflight: setup.preflight,
    generators: setup.generators,
    unnamedHost: host,
    meanBytes: previews.map(({ meanBytes }) => meanBytes),
  })
  return { plan, requests: previews.map(({ preview }) => preview) }
}

/** The bundled server's port is known once it listens. */
const BUNDLED_URL = 'http://127.0.0.1'

/** Names are not looked up, and nothing is asked: what else a run would refuse of its target is refused here. */
function planOf({ scenario, environment, workers, files, cwd }: RunSetup): LoadPlan {
  const { service } = scenario
  if (service.kind === 'bundled') return resolveLoadPlan(scenario, { url: BUNDLED_URL, environment, workers, files })
  const target = resolveTarget(service.target, environment)
  checkTlsFiles(scenario, { environment, cwd })
  // Whoever has a socket may have the metrics there, too.
  const hasSockets = target.socket !== undefined || target.metrics?.sockets !== undefined
  refuseProxies({ ...target, metrics: hasSockets ? null : target.metrics }, environment)
  const { url, host } = target
  return resolveLoadPlan(scenario, { url, host, environment, workers, files })
}

const SHOWN_OF_EACH = 5

/** No answer has come: the references stand in place of what it would bring. */
const NOTHING_BROUGHT: ValueSources = new Map([CAPTURED, SETUP].map((source) => [source, referenceValues(source)]))

/** A reference that stands in for a value, percent-encoded where the value would be: in a path or a form. */
const ENCODED_REFERENCE = new RegExp(`%24%7B((?:${CAPTURED}|${SETUP})\\.[\\w.~-]+)%7D`, 'g')

interface Previewed {
  readonly preview: RequestPreview
  readonly meanBytes: number
}

function previewOf(load: LoadPlan, index: number, requests: TrialRequests): Previewed {
  const { name, varies } = load.requests[index] as LoadPlan['requests'][number]
  const isFixed = varies !== true
  const first = requests.prepare(index).slice(0, isFixed ? 1 : SHOWN_OF_EACH)
  const samples = first.map(({ bytes }) =>
    maskedRequest(bytes).replace(ENCODED_REFERENCE, (_, reference) => `\${${reference}}`),
  )
  const meanBytes = first.reduce((sum, { bytes }) => sum + bytes.length, 0) / Math.max(1, first.length)
  return { preview: { name, share: requestShares(load)[index] ?? 0, isFixed, samples }, meanBytes }
}
