// A scenario file that passed every check → Scenario: seconds, shares from 0 to 1, absolute paths, defaults filled in.

import { dirname, resolve } from 'node:path'
import { bucketLayout } from '../../core/histogram/bucket-layout.ts'
import type { HistogramLayout } from '../../core/histogram/native-layout.ts'
import { parseLayout } from '../../core/histogram/parse-layout.ts'
import type { AlertDeadline, AlertExpectation } from '../../core/run/alert.ts'
import type { AbortRule } from '../../core/scenario/abort-rule.ts'
import { impliedErrors } from '../../core/scenario/implied-errors.ts'
import type { Phase, RequestTemplate } from '../../core/scenario/load-plan.ts'
import { parseObjectiveLine } from '../../core/scenario/objective-line.ts'
import { parseAbortRule } from '../../core/scenario/parse-abort-rule.ts'
import type { Scenario, ScenarioObjective, Service } from '../../core/scenario/scenario.ts'
import type { Target } from '../../core/scenario/target.ts'
import { DEFAULTS } from '../schema/defaults.ts'
import { boundSeconds } from '../schema/layout-schema.ts'
import type { ScenarioFile } from '../schema/scenario-schema.ts'
import { secondsOf } from '../schema/values.ts'
import { requestMethod, requestName } from './request-name.ts'
import { toBody } from './to-body.ts'
import { toData } from './to-data.ts'
import { toCaptures, toExpectedAnswer } from './to-expected-answer.ts'
import { type RequestEntry, requestEntries, toFlows, toSetup } from './to-flows.ts'
import { toMetrics } from './to-metrics.ts'
import { toServerBehaviour } from './to-server-behaviour.ts'
import { toTls } from './to-tls.ts'

/** @param path the scenario file's absolute path */
export function toScenario(file: ScenarioFile, path: string): Scenario {
  const { load, prometheus = {} } = file
  const phases = load.phases.map(toPhase)
  const entries = requestEntries(file)
  const fromFolder = (name: string) => resolve(dirname(path), name)
  const fromEntry = (entry: RequestEntry) => toRequest(entry, fromFolder)
  const requests = entries.map(fromEntry)
  return {
    name: file.name,
    question: file.question ?? '',
    file: path,
    expectedVerdict: file.expected ?? null,
    ...(file.yesWhen === undefined ? {} : { yesWhen: file.yesWhen }),
    service: toService(file, fromFolder),
    requests,
    ...(file.flows === undefined ? {} : { flows: toFlows(file.flows, entries) }),
    ...(file.setup === undefined ? {} : { setup: toSetup(file.setup, file.requests ?? [], fromEntry) }),
    ...toData(file, fromFolder),
    load: {
      arrivals: load.arrivals ?? DEFAULTS.arrivals,
      seed: load.seed ?? DEFAULTS.seed,
      connections: load.connections ?? Math.max(DEFAULTS.connections, mostUsers(phases)),
      timeoutSeconds: secondsOf(load.timeout ?? DEFAULTS.timeout),
      ...(load.engine === undefined ? {} : { engine: load.engine }),
      ...(load.timers === undefined ? {} : { timers: load.timers }),
      phases,
    },
    sla: withImplied((file.sla ?? []).map(toObjective), phases, requests),
    prometheus: {
      rulesFile: toRulesFile(prometheus.rules, fromFolder),
      scrapeIntervalSeconds: secondsOf(prometheus.scrapeInterval ?? DEFAULTS.scrapeInterval),
      evaluationIntervalSeconds: secondsOf(prometheus.evaluationInterval ?? DEFAULTS.evaluationInterval),
    },
    alerts: Object.entries(file.alerts ?? {}).map(([alert, expectation]) => toExpectation(alert, expectation)),
    ...(file.layouts === undefined ? {} : { layouts: file.layouts.map(toComparedLayout) }),
    ...(file.allowHosts === undefined ? {} : { allowHosts: file.allowHosts }),
    ...(file.abortOn === undefined ? {} : { abortOn: [file.abortOn].flat().map(toAbortRule) }),
  }
}

function toRulesFile(
  rules: NonNullable<ScenarioFile['prometheus']>['rules'],
  fromFolder: (name: string) => string,
): Scenario['prometheus']['rulesFile'] {
  if (rules === undefined) return null
  return typeof rules === 'string' ? fromFolder(rules) : rules.map(fromFolder)
}

function toComparedLayout(layout: NonNullable<ScenarioFile['layouts']>[number]): HistogramLayout {
  return typeof layout === 'string' ? parseLayout(layout) : bucketLayout(layout.name, layout.bounds.map(boundSeconds))
}

function toAbortRule(line: string): AbortRule {
  const rule = parseAbortRule(line)
  if (rule === undefined) throw new TypeError(`expected a rule that ends a run, got ${line}`)
  return rule
}

function toService(file: ScenarioFile, fromFolder: (name: string) => string): Service {
  if (file.target !== undefined) return { kind: 'target', target: toTarget(file.target) }
  return { kind: 'bundled', behaviour: toServerBehaviour(file.server ?? {}, fromFolder) }
}

type TargetEntry = NonNullable<ScenarioFile['target']>

function toTarget({ url, metrics, insecure, ready, tls, socket, host, addresses }: TargetEntry): Target {
  return {
    url,
    verifyTls: !(insecure ?? false),
    metrics: metrics === undefined ? null : toMetrics(metrics),
    ...(ready === undefined
      ? {}
      : { ready: { path: ready.path, withinSeconds: secondsOf(ready.within ?? DEFAULTS.readyWithin) } }),
    ...(tls && { tls: toTls(tls) }),
    ...(socket !== undefined && { socket }),
    ...(host !== undefined && { host }),
    ...(addresses !== undefined && { addresses }),
  }
}

function toRequest(request: RequestEntry, fromFolder: (name: string) => string): RequestTemplate {
  return {
    name: requestName(request),
    weight: request.weight ?? DEFAULTS.weight,
    method: requestMethod(request),
    path: request.path ?? DEFAULTS.path,
    headers: request.headers ?? {},
    body: toBody(request, fromFolder),
    expect: toExpectedAnswer(request.expect ?? {}),
    ...(request.capture === undefined ? {} : { captures: toCaptures(request.capture) }),
    ...(request.redirects === undefined ? {} : { redirects: request.redirects }),
    ...(request.match !== undefined && { match: request.match.trim() }),
  }
}

function toPhase(phase: ScenarioFile['load']['phases'][number]): Phase {
  return {
    name: phase.name,
    durationSeconds: secondsOf(phase.for),
    traffic: toTraffic(phase),
    measured: phase.measured ?? true,
  }
}

function toTraffic({ rate, users, think }: ScenarioFile['load']['phases'][number]): Phase['traffic'] {
  if (rate === undefined)
    return { kind: 'closed', users: users as number, thinkSeconds: secondsOf(think ?? DEFAULTS.think) }
  const { from, to } = typeof rate === 'number' ? { from: rate, to: rate } : rate
  return { kind: 'open', fromRatePerSecond: from, toRatePerSecond: to }
}

function mostUsers(phases: readonly Phase[]): number {
  return Math.max(...phases.map(({ traffic }) => (traffic.kind === 'closed' ? traffic.users : 0)))
}

function toObjective(entry: NonNullable<ScenarioFile['sla']>[number]): ScenarioObjective {
  const { objective: line, during = null, ...named } = typeof entry === 'string' ? { objective: entry } : entry
  const parsed = parseObjectiveLine(line)
  if (parsed === undefined) throw new TypeError(`expected an objective, got ${line}`)
  const { text, objective } = parsed
  const request = named.for ?? parsed.request
  return { text, objective, during, ...(request !== null && { request }) }
}

function withImplied(
  sla: readonly ScenarioObjective[],
  phases: readonly Phase[],
  requests: readonly RequestTemplate[],
): ScenarioObjective[] {
  const names = requests.map(({ name }) => name)
  const implied = impliedErrors(sla, phases, names)
  return implied === null ? [...sla] : [...sla, implied]
}

function toExpectation(alert: string, entry: NonNullable<ScenarioFile['alerts']>[string]): AlertExpectation {
  if (entry === 'never') return { alert, kind: 'never' }
  return {
    alert,
    kind: 'fires',
    fires: toDeadline(entry.fires),
    resolves: entry.resolves === undefined ? null : toDeadline(entry.resolves),
  }
}

function toDeadline({ after, within }: { readonly after: string; readonly within: string }): AlertDeadline {
  return { after, withinSeconds: secondsOf(within) }
}
