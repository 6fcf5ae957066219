// Looks at somebody's own service, and judges what is seen.

import { check } from '../../../analysis/doctor/check.ts'
import { judgeClockOffset } from '../../../analysis/doctor/target/judge-clock-offset.ts'
import { judgeLayout, judgeThresholds } from '../../../analysis/doctor/target/judge-layout.ts'
import { judgeReachable } from '../../../analysis/doctor/target/judge-reachable.ts'
import { judgeScrapes } from '../../../analysis/doctor/target/judge-scrapes.ts'
import { judgeTls } from '../../../analysis/doctor/target/judge-tls.ts'
import { judgeTrial } from '../../../analysis/doctor/target/judge-trial.ts'
import { judgeUnnamedMetrics } from '../../../analysis/doctor/target/judge-unnamed-metrics.ts'
import type { DoctorCheck } from '../../../core/doctor/doctor-check.ts'
import type { MetricsFacts, TlsFacts } from '../../../core/doctor/target-facts.ts'
import { plannedDurationSeconds } from '../../../core/scenario/scenario.ts'
import type { MetricsTarget, Target } from '../../../core/scenario/target.ts'
import { destinationsOf } from '../../../load/connections/destination.ts'
import { UnreadableEndpoint } from '../../../prometheus/observation/unreadable-endpoint.ts'
import { latencyLimits } from '../../preflight/latency-limits.ts'
import { openService, type ServiceUnderTest } from '../../service-under-test.ts'
import type { RunSetup } from '../../setup/run-setup.ts'
import { findMetrics } from './find-metrics.ts'
import { probeConnections } from './probe-connections.ts'
import { probeMetrics } from './probe-metrics.ts'
import { lookWithoutTrying, tryTarget } from './try-target.ts'
import { visit } from './visit.ts'

/**
 * @param untried why no request is sent; null where one of each kind is
 * @throws UserError where the target cannot be reached as it is written
 */
export async function probeTarget(
  target: Target,
  setup: RunSetup,
  untried: string | null,
): Promise<readonly DoctorCheck[]> {
  const service = await openService(setup)
  const { url, route, host } = service
  const connections = await probeConnections({ url, route, host, path: target.ready?.path ?? null }, setup.clock)
  const isUp = connections.addresses.some(({ connectSeconds }) => connectSeconds !== null)
  const why = untried ?? (isUp ? null : 'no connection could be opened')
  const trial = await (why === null ? tryTarget(service, setup) : lookWithoutTrying(service, setup, why))
  const hasPage = !trial.findings.some(({ kind }) => kind === 'metrics-page')
  const looked =
    service.metrics === null || isElsewhere(setup) || !hasPage ? null : await metricsFacts(service.metrics, setup)
  const metrics = looked instanceof UnreadableEndpoint ? null : looked
  const ofTarget = connections.tls && { ...connections.tls, of: 'target', verifies: target.verifyTls }
  const tls = [...(ofTarget === null ? [] : [ofTarget]), ...(await tlsOfMetrics(service, setup))]
  const moment = { nowMs: Date.now(), runSeconds: plannedDurationSeconds(setup.scenario.load.phases) }
  const judgedTls = judgeTls(tls, moment)
  return [
    judgeReachable(connections.addresses),
    ...(judgedTls === null ? [] : [judgedTls]),
    ...judgeTrial(trial, metrics),
    ...(looked instanceof UnreadableEndpoint ? [check('metrics-page', 'problem', looked.message, {})] : []),
    ...(metrics === null ? [] : judgeMetrics(metrics, setup)),
    ...(isUp && service.metrics === null ? [judgeUnnamedMetrics(await findMetrics(service, setup))] : []),
    ...(isUp ? [judgeClockOffset(connections.dates)] : []),
  ]
}

function judgeMetrics({ scrapes, layout }: MetricsFacts, { scenario }: RunSetup): readonly DoctorCheck[] {
  const limits = latencyLimits(scenario)
  return [
    ...judgeScrapes(scrapes, scenario.prometheus.scrapeIntervalSeconds),
    judgeThresholds(layout, limits),
    judgeLayout(layout, limits),
  ]
}

/** A Prometheus reaches pages that may not be reached from here. */
function isElsewhere({ prometheus }: RunSetup): boolean {
  return prometheus.kind === 'remote'
}

/** The error where a page cannot be read, and the trial did not come to it. */
async function metricsFacts(metrics: MetricsTarget, setup: RunSetup): Promise<MetricsFacts | UnreadableEndpoint> {
  try {
    return await probeMetrics(metrics, setup)
  } catch (error) {
    if (error instanceof UnreadableEndpoint) return error
    throw error
  }
}

const TIMEOUT_SECONDS = 5

/** Of endpoints that are not those of the target. */
async function tlsOfMetrics({ url, metrics }: ServiceUnderTest, { scenario }: RunSetup): Promise<readonly TlsFacts[]> {
  if (metrics === null || scenario.service.kind === 'bundled') return []
  const verifies = metrics.scrape?.verifyTls ?? scenario.service.target.verifyTls
  const { tls, vias = [] } = metrics.reached ?? {}
  const others = metrics.urls.flatMap((each, i) => {
    const endpoint = new URL(each)
    if (endpoint.protocol !== 'https:' || endpoint.origin === new URL(url).origin) return []
    const { socket, address } = vias[i] ?? {}
    const addresses = address === undefined ? undefined : { choice: 'pin' as const, known: [address], used: [address] }
    const route = { ...(tls && { tls }), ...(socket !== undefined && { socket }), ...(addresses && { addresses }) }
    return [{ destination: destinationsOf(endpoint, route)(0), host: endpoint.host, path: endpoint.pathname }]
  })
  const visits = await Promise.all(others.map((other) => visit({ ...other, timeoutSeconds: TIMEOUT_SECONDS })))
  return visits.flatMap((each) => (each.tls === null ? [] : [{ ...each.tls, of: 'metrics', verifies }]))
}
