// The scenario as a report shows it: possible secrets are replaced, `${NAME}` references stay.
// Plain JSON: seconds and fractions are numbers, and an unlimited concurrency is the word `unlimited`.

import { basename, isAbsolute } from 'node:path'
import { type AnswerCheck, redactComparison } from '../core/answers/answer-check.ts'
import type { Expectation, FormField, RequestBody, RequestTemplate } from '../core/scenario/load-plan.ts'
import type { Scenario, Service } from '../core/scenario/scenario.ts'
import type { MetricsCredentials, MetricsScrape, MetricsTarget, TlsSettings } from '../core/scenario/target.ts'
import { isSensitive, redactText } from '../core/secrets/redact-text.ts'
import { shownPath } from '../core/text/shown-path.ts'
import { redactQuery, redactUrl } from '../core/text/url.ts'

/** @param cwd file paths below it are shown relative to it, others by their last segment */
export function redactScenario(scenario: Scenario, cwd: string): unknown {
  const redacted = withoutSecrets(scenario, cwd)
  const { service } = redacted
  if (service.kind === 'target') return redacted
  const { behaviour } = service
  const concurrency = Number.isFinite(behaviour.concurrency) ? behaviour.concurrency : 'unlimited'
  return { ...redacted, service: { ...service, behaviour: { ...behaviour, concurrency } } }
}

/** The same as a scenario, which judges a run as the original does. @param cwd as above */
export function withoutSecrets(scenario: Scenario, cwd: string): Scenario {
  const path = (file: string) => redactPath(file, cwd)
  const { rulesFile } = scenario.prometheus
  return {
    ...scenario,
    file: path(scenario.file),
    service: redactService(scenario.service, path),
    requests: scenario.requests.map((request) => redactRequest(request, path)),
    ...(scenario.data && { data: scenario.data.map((set) => ({ ...set, file: path(set.file) })) }),
    ...(scenario.setup && {
      setup: { ...scenario.setup, steps: scenario.setup.steps.map((request) => redactRequest(request, path)) },
    }),
    prometheus: { ...scenario.prometheus, rulesFile: redactRules(rulesFile, path) },
  }
}

function redactRules(
  rulesFile: Scenario['prometheus']['rulesFile'],
  path: (file: string) => string,
): Scenario['prometheus']['rulesFile'] {
  if (rulesFile === null) return null
  return typeof rulesFile === 'string' ? path(rulesFile) : rulesFile.map(path)
}

function redactService(service: Service, path: (file: string) => string): Service {
  if (service.kind === 'target') {
    const { url, metrics, tls, socket } = service.target
    return {
      ...service,
      target: {
        ...service.target,
        url: redactUrl(url),
        metrics: metrics && redactMetrics(metrics, path),
        ...(tls && { tls: redactTls(tls, path) }),
        ...(socket !== undefined && { socket: asWritten(socket, path) }),
      },
    }
  }
  const { latency } = service.behaviour
  return {
    ...service,
    behaviour: {
      ...service.behaviour,
      latency: latency.kind === 'trace' ? { ...latency, file: path(latency.file) } : latency,
    },
  }
}

function redactMetrics(metrics: MetricsTarget, path: (file: string) => string): MetricsTarget {
  const { urls, scrape, tls, sockets } = metrics
  return {
    ...metrics,
    urls: urls.map(redactUrl),
    ...(scrape && { scrape: redactScrape(scrape) }),
    ...(tls && { tls: redactTls(tls, path) }),
    ...(sockets && { sockets: sockets.map((socket) => socket && asWritten(socket, path)) }),
  }
}

function redactTls(tls: TlsSettings, path: (file: string) => string): TlsSettings {
  const { ca, cert, key, passphrase } = tls
  return {
    ...tls,
    ...(ca !== undefined && { ca: asWritten(ca, path) }),
    ...(cert !== undefined && { cert: asWritten(cert, path) }),
    ...(key !== undefined && { key: asWritten(key, path) }),
    ...(passphrase !== undefined && { passphrase: redactText(passphrase) }),
  }
}

/** A path relative to the scenario, or one that begins with a reference, says nothing of this machine. */
function asWritten(file: string, path: (file: string) => string): string {
  return isAbsolute(file) ? path(file) : file
}

/** What is sent for nothing but the metrics is there to be let in, so that every header may hold a secret. */
function redactScrape({ headers, credentials, ...scrape }: MetricsScrape): MetricsScrape {
  const redacted = Object.entries(headers).map(([name, value]) => [name, redactText(value)])
  return {
    ...scrape,
    headers: Object.fromEntries(redacted),
    credentials: credentials && redactCredentials(credentials),
  }
}

function redactCredentials(credentials: MetricsCredentials): MetricsCredentials {
  if (credentials.kind === 'bearer') return { kind: 'bearer', token: redactText(credentials.token) }
  return { kind: 'basic', user: redactText(credentials.user), password: redactText(credentials.password) }
}

function redactRequest(request: RequestTemplate, path: (file: string) => string): RequestTemplate {
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    isSensitive(name) ? redactText(value) : value,
  ])
  return {
    ...request,
    path: redactQuery(request.path),
    headers: Object.fromEntries(headers),
    body: redactBody(request.body, path),
    expect: redactExpectation(request.expect),
  }
}

function redactExpectation(expect: Expectation): Expectation {
  return {
    ...expect,
    ...(expect.json === undefined ? {} : { json: redactJson(expect.json) }),
    ...(expect.checks === undefined ? {} : { checks: expect.checks.map(redactCheck) }),
  }
}

function redactCheck(check: AnswerCheck): AnswerCheck {
  if (check.kind === 'header') return { ...check, comparison: redactComparison(check.header, check.comparison) }
  if (check.kind === 'pointer') return { ...check, comparison: redactComparison(check.pointer, check.comparison) }
  return check
}

/** References stay in the report: what they refer to is filled in where the requests are sent. */
function redactBody(body: RequestBody | null, path: (file: string) => string): RequestBody | null {
  if (body?.kind === 'json') return { kind: 'json', value: redactJson(body.value) }
  if (body?.kind === 'form') return { kind: 'form', fields: body.fields.map(redactField) }
  if (body?.kind !== 'multipart') return body
  const parts = body.parts.map((part) => ('value' in part ? redactField(part) : { ...part, file: path(part.file) }))
  return { kind: 'multipart', parts }
}

function redactField({ name, value }: FormField): FormField {
  return { name, value: isSensitive(name) ? redactText(value) : value }
}

function redactJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      isSensitive(key) && typeof inner === 'string' ? redactText(inner) : redactJson(inner),
    ]),
  )
}

function redactPath(file: string, cwd: string): string {
  const shown = shownPath(file, cwd)
  return shown === file ? basename(file) : shown
}
