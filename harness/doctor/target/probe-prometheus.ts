// Looks at the Prometheus that would evaluate the rules of a run.

import type { PrometheusFacts } from '../../../core/doctor/target-facts.ts'
import type { Environment } from '../../../core/environment.ts'
import { UserError } from '../../../core/user-error.ts'
import { QueryApi } from '../../../prometheus/api/query-api.ts'
import { findBinary } from '../../../prometheus/local/programs/find-binary.ts'
import { histogramSelection } from '../../../prometheus/observation/histogram-selection.ts'
import { remoteAccess } from '../../../prometheus/remote/access.ts'
import { probeRemote } from '../../../prometheus/remote/probe.ts'
import type { PrometheusChoice } from '../../setup/run-options.ts'

export interface AskedHistogram {
  readonly name: string
  /** A PromQL selector's matchers; empty for all series. */
  readonly match: string
}

export async function probePrometheus(
  choice: Exclude<PrometheusChoice, { readonly kind: 'embedded' }>,
  histogram: AskedHistogram,
  environment: Environment,
): Promise<PrometheusFacts> {
  try {
    if (choice.kind === 'remote') return await askRemote(choice.url, histogram, environment)
    const programs = (['prometheus', 'alertmanager'] as const).map((program) => findBinary(program, environment))
    return { kind: 'local', programs }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { kind: 'failed', failure: error.message }
  }
}

async function askRemote(
  url: string,
  { name, match }: AskedHistogram,
  environment: Environment,
): Promise<PrometheusFacts> {
  const access = remoteAccess(url, environment)
  const api = new QueryApi(access)
  try {
    const probe = await probeRemote(api, access.baseUrl, histogramSelection(name, match))
    const { name: server, aheadMs, scrapeIntervalSeconds } = probe
    return { kind: 'remote', name: server, aheadSeconds: aheadMs / 1e3, scrapeIntervalSeconds }
  } finally {
    await api.close()
  }
}
