// The preflight of a run against somebody's own service: readiness is waited for, then one request of every kind and some
// looks at the metrics are tried. It ends before the baseline scrape, so that nothing of it is counted.

import { readsJson } from '../../core/answers/answer-check.ts'
import { referencesOf } from '../../core/references/references-of.ts'
import { RESERVED_SOURCES } from '../../core/references/reserved-sources.ts'
import {
  findingSentence,
  type PreflightFinding,
  type PreflightRecord,
  type TrialCount,
} from '../../core/run/preflight/preflight.ts'
import type { LoadPlan, RequestTemplate } from '../../core/scenario/load-plan.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import type { Target } from '../../core/scenario/target.ts'
import { hideSecrets } from '../../core/secrets/secrets.ts'
import { redactQuery } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'
import { shownUrl } from '../../load/check-plan.ts'
import type { PreparedRequest } from '../../load/connections/connection.ts'
import { fixedRequest } from '../../load/requests/fixed-requests.ts'
import { SETUP } from '../../load/requests/open-requests.ts'
import type { ValueSources } from '../../load/requests/value-source.ts'
import { SetupCaptures } from '../../load/setup/setup-captures.ts'
import { capturedOf, type SetupValues } from '../../load/setup/setup-values.ts'
import { TrialRequests } from '../../load/trial/trial-requests.ts'
import { trialUsers, usesRowsOnce } from '../../load/trial/trial-users.ts'
import { type Trial, type TrialPlan, tryRequest } from '../../load/trial/try-request.ts'
import { resolveLoadPlan } from '../../scenario-file/resolve/resolve-load-plan.ts'
import type { ServiceUnderTest } from '../service-under-test.ts'
import type { RunSetup } from '../setup/run-setup.ts'
import { awaitReady } from './await-ready.ts'
import { explainRequest } from './explain-request.ts'
import type { MetricsTrial } from './metrics-trial.ts'
import { placesInFile } from './places-in-file.ts'
import { PreflightError } from './preflight-error.ts'

export interface Preflight extends PreflightRecord {
  /** The findings in words. */
  readonly warnings: readonly string[]
  /** Null where the metrics were not looked at, or cannot tell. */
  readonly counted: TrialCount | null
  /** Whether the service closed every connection with its answer. */
  readonly closesEach: boolean
}

/** @throws UserError where somebody's own service is not ready in time */
export async function awaitService(service: ServiceUnderTest, setup: RunSetup): Promise<void> {
  const { scenario } = setup
  if (scenario.service.kind === 'bundled') return
  await waitUntilReady(scenario.service.target, planOf(service, setup), setup, service.host)
}

/**
 * The service is ready. @param captured by the setup; absent where the scenario has none
 * @returns null where nothing was tried
 * @throws UserError where the scenario is wrong so that its run could prove nothing
 */
export async function runPreflight(
  service: ServiceUnderTest,
  setup: RunSetup,
  captured?: SetupValues,
): Promise<Preflight | null> {
  const { scenario, signal } = setup
  if (scenario.service.kind === 'bundled' || !setup.preflight || signal.aborted) return null
  const metrics = await openMetricsTrial(service, setup)
  try {
    return await tryAll(planOf(service, setup), metrics, setup, captured)
  } catch (error) {
    // Whoever stops the run meanwhile hears nothing more of what was being tried.
    if (signal.aborted) return null
    throw error
  } finally {
    await metrics?.close()
  }
}

function planOf({ url, route, host }: ServiceUnderTest, setup: RunSetup): LoadPlan {
  const { scenario, environment, workers, files } = setup
  return resolveLoadPlan(scenario, { url, route, host, environment, workers, files })
}

async function waitUntilReady(
  { ready }: Target,
  plan: LoadPlan,
  setup: RunSetup,
  host: string | undefined,
): Promise<void> {
  if (ready === undefined) return
  const template = plainGet('ready', ready.path, host === undefined ? {} : { Host: host })
  const request = fixedRequest(new URL(plan.url), template, 0)
  const { scenario, cwd, clock, signal } = setup
  await awaitReady({
    url: `${shownUrl(plan.url).replace(/\/$/, '')}${ready.path}`,
    withinSeconds: ready.withinSeconds,
    place: () => placesInFile(scenario, cwd)(['target', 'ready']),
    ask: (timeoutSeconds) => tryAddresses({ ...plan, requests: [template], timeoutSeconds }, request, signal),
    onWait: (sentence) => setup.display.note?.(hideSecrets(sentence)),
    clock,
    signal,
  })
}

function plainGet(name: string, path: string, headers: RequestTemplate['headers'] = {}): RequestTemplate {
  return { name, weight: 1, method: 'GET', path, headers, body: null, expect: { statuses: [] } }
}

/** Null where there are none, or where a Prometheus reaches them that may not be reached from here. Loaded on demand. */
async function openMetricsTrial({ metrics }: ServiceUnderTest, setup: RunSetup): Promise<MetricsTrial | null> {
  if (metrics === null || setup.prometheus.kind === 'remote') return null
  const { MetricsTrial } = await import('./metrics-trial.ts')
  return new MetricsTrial(metrics, setup)
}

async function tryAll(
  plan: LoadPlan,
  metrics: MetricsTrial | null,
  setup: RunSetup,
  captured: SetupValues | undefined,
): Promise<Preflight> {
  const { scenario, cwd, signal } = setup
  const before = metrics && (await metrics.firstLook())
  if (before !== null && 'severity' in before) throw refusal([before], scenario, cwd)
  const trials = await tryRequests(plan, captured, signal)
  if (signal.aborted) return { requests: [], findings: [], warnings: [], counted: null, closesEach: false }
  const knownPaths = metrics && before ? metrics.pathsOn(before) : []
  const decided = lastOfEach(trials)
  const ofRequests = await explainTrials(decided, { plan, scenario, knownPaths, signal })
  refuseErrors(ofRequests, scenario, cwd)
  const named = trials.map(({ template, trial }) => [template.name, trial] as const)
  const ofMetrics = metrics && before ? await metrics.explain(before, named) : []
  refuseErrors(ofMetrics, scenario, cwd)
  const findings = [...ofRequests, ...ofMetrics]
  const requests = plan.requests.map(({ name }, index) =>
    toldOf(
      name,
      decided.find((tried) => tried.index === index),
    ),
  )
  return {
    requests,
    findings,
    warnings: sentencesOf(findings, scenario, cwd),
    counted: metrics?.counted ?? null,
    closesEach: closesEach(trials),
  }
}

function closesEach(trials: readonly TriedTemplate[]): boolean {
  const told = trials.flatMap(({ trial: { keepsOpen } }) => (keepsOpen === null ? [] : [keepsOpen]))
  return told.length > 0 && !told.includes(true)
}

/** @throws PreflightError where an error is among the findings */
function refuseErrors(findings: readonly PreflightFinding[], scenario: Scenario, cwd: string): void {
  const errors = findings.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw refusal(errors, scenario, cwd)
}

function refusal(errors: readonly PreflightFinding[], scenario: Scenario, cwd: string): PreflightError {
  return new PreflightError(errors, sentencesOf(errors, scenario, cwd))
}

function sentencesOf(findings: readonly PreflightFinding[], scenario: Scenario, cwd: string): string[] {
  if (findings.length === 0) return []
  const placeOf = placesInFile(scenario, cwd)
  return findings.map((finding) => findingSentence(finding, placeOf(finding.at)))
}

/** @throws UserError where no connection could be opened, and not because of the scheme */
async function explainTrials(
  trials: readonly TriedTemplate[],
  { plan, scenario, knownPaths, signal }: Tried,
): Promise<PreflightFinding[]> {
  const url = shownUrl(plan.url)
  const otherScheme = await otherSchemeThatAnswers(plan, trials, signal)
  refuseUnreachable(url, trials, otherScheme)
  return trials.flatMap(({ template, index, trial }) => {
    const proven = mayBeOfScheme(trial) ? otherScheme : null
    // As it is written: what is filled in may be a secret.
    const path = redactQuery(scenario.requests[index]?.path ?? template.path)
    const { name, method, varies = false, redirects = 0 } = template
    const finding = explainRequest({
      name,
      method,
      path,
      index,
      varies,
      ofUsers: isOfUsers(scenario.requests[index]),
      authorizes: Object.keys(template.headers).some((header) => header.toLowerCase() === 'authorization'),
      readsJson: readsJson(template),
      redirects,
      trial,
      url,
      otherScheme: proven,
      knownPaths,
    })
    return finding ?? []
  })
}

/** Headers and bodies say who asks. */
function isOfUsers(written: RequestTemplate | undefined): boolean {
  const references = written === undefined ? [] : referencesOf({ ...written, path: '' })
  return references.some(({ source }) => !RESERVED_SOURCES.includes(source))
}

interface Tried {
  readonly plan: LoadPlan
  readonly scenario: Scenario
  /** As the metrics tell. */
  readonly knownPaths: readonly string[]
  readonly signal: AbortSignal
}

interface TriedTemplate {
  readonly template: RequestTemplate
  /** Its place in the plan. */
  readonly index: number
  readonly trial: Trial
}

/** One after the other, as long as there are answers: none is waited for where one before it was not given. */
async function tryRequests(
  plan: LoadPlan,
  captured: SetupValues | undefined,
  signal: AbortSignal,
): Promise<TriedTemplate[]> {
  const setup: ValueSources = captured ? new Map([[SETUP, new SetupCaptures(capturedOf(captured))]]) : new Map()
  const requests = new TrialRequests(plan, 1, setup)
  const trials: TriedTemplate[] = []
  try {
    for (const user of trialUsers(plan)) {
      requests.startUser(user.cookies)
      for (const index of user.requests) {
        const [request] = usesRowsOnce(plan, index) ? [] : requests.prepare(index)
        if (request === undefined) continue
        const trial = await tryAddresses(plan, request, signal)
        trials.push({ template: plan.requests[index] as RequestTemplate, index, trial })
        if (trial.outcome === 'timeout' || trial.outcome === 'connect') return trials
        if (user.inTurn && trial.outcome !== 'completed') break
      }
      if (!user.inTurn) trials.push(...(await tryAgain(plan, requests, trials, signal)))
    }
    return trials
  } finally {
    requests.close()
  }
}

/** What one request reads another may have written since: the load sends both over and over, in any order. */
async function tryAgain(
  plan: LoadPlan,
  requests: TrialRequests,
  trials: readonly TriedTemplate[],
  signal: AbortSignal,
): Promise<TriedTemplate[]> {
  const lastWrite = trials.findLastIndex(({ template, trial }) => !isRead(template) && trial.outcome === 'completed')
  const before = trials.slice(0, Math.max(0, lastWrite))
  const missed = before.filter(({ template, trial }) => isRead(template) && trial.outcome === 'status')
  const again: TriedTemplate[] = []
  for (const { template, index } of missed)
    for (const request of requests.prepare(index).slice(0, 1))
      again.push({ template, index, trial: await tryAddresses(plan, request, signal) })
  return again
}

function isRead({ method }: RequestTemplate): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** Of a request that was tried twice, the second trial. */
function lastOfEach(trials: readonly TriedTemplate[]): TriedTemplate[] {
  return trials.filter(({ index }, i) => trials.findLastIndex((other) => other.index === index) === i)
}

/** Where connections go to several addresses, one that takes none is what the run shows: the others are tried, too. */
async function tryAddresses(plan: TrialPlan, request: PreparedRequest, signal: AbortSignal): Promise<Trial> {
  const { addresses, ...route } = plan.route ?? {}
  const trial = await tryRequest(plan, request, signal)
  if (trial.outcome !== 'connect' || addresses === undefined) return trial
  for (const address of addresses.used.slice(1)) {
    const next = { ...plan, route: { ...route, addresses: { ...addresses, used: [address] } } }
    const again = await tryRequest(next, request, signal)
    if (again.outcome !== 'connect') return again
  }
  return trial
}

function toldOf(request: string, tried: TriedTemplate | undefined): PreflightRecord['requests'][number] {
  if (tried === undefined) return { request, outcome: 'not tried', status: 0, seconds: null }
  const { outcome, status, seconds } = tried.trial
  return { request, outcome, status, seconds }
}

// ---- http and https ----

/** A guess is not waited for. */
const GUESS_SECONDS = 2

/** What a wrong scheme may look like: no connection, bytes that are not HTTP, a closed one, or a hint in a 400. */
function mayBeOfScheme({ outcome, status, sample }: Trial): boolean {
  if (outcome === 'status') return status === 400 && /https|tls|ssl/i.test(sample?.answer?.body ?? '')
  return outcome === 'connect' || outcome === 'protocol' || outcome === 'closed' || outcome === 'reset'
}

/** The URL of the target with the other scheme, as it may be shown, where that is worth a try and answers in HTTP. */
async function otherSchemeThatAnswers(
  plan: LoadPlan,
  trials: readonly TriedTemplate[],
  signal: AbortSignal,
): Promise<string | null> {
  // One answer in HTTP proves the scheme.
  if (!trials.every(({ trial }) => mayBeOfScheme(trial)) || trials.length === 0) return null
  const url = plan.url.startsWith('https:')
    ? plan.url.replace(/^https:/, 'http:')
    : plan.url.replace(/^http:/, 'https:')
  const template = plainGet('scheme', '/')
  const timeoutSeconds = Math.min(plan.timeoutSeconds, GUESS_SECONDS)
  const tried = { ...plan, url, verifyTls: false, requests: [template], timeoutSeconds }
  const { status } = await tryAddresses(tried, fixedRequest(new URL(url), template, 0), signal)
  // A port of TLS may answer plain HTTP with a 400 that says so.
  const isMeant = status > 0 && !(status === 400 && url.startsWith('http:'))
  return isMeant ? shownUrl(url) : null
}

function refuseUnreachable(url: string, trials: readonly TriedTemplate[], otherScheme: string | null): void {
  const failed = trials.find(({ trial }) => trial.outcome === 'connect')
  // A service that took one connection and refused the next is what a run may be there to show.
  const isThere = trials.some(({ trial }) => trial.outcome !== 'connect')
  if (failed === undefined || otherScheme !== null || isThere) return
  const reason = failed.trial.sample?.reason ?? 'no answer'
  throw new UserError(`${url}: expected a service that accepts connections, got: ${reason}`)
}
