// A scenario → the generator's plan, with the values of environment variables in place.

import type { AnswerCheck } from '../../core/answers/answer-check.ts'
import type { Environment } from '../../core/environment.ts'
import type { Route } from '../../core/route/route.ts'
import { chooseEngine } from '../../core/scenario/choose-engine.ts'
import type { Expectation, LoadPlan, RequestBody, RequestTemplate } from '../../core/scenario/load-plan.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { substituteReferences } from '../../core/text/environment-references.ts'
import { UserError } from '../../core/user-error.ts'
import { DEFAULTS } from '../schema/defaults.ts'
import { isHeaderValue } from '../schema/request-schema.ts'

export interface LoadPlanOptions {
  /** The URL of the bundled server, or of the resolved target. */
  readonly url: string
  readonly environment: Environment
  /** How the service is reached where the URL alone does not say it. */
  readonly route?: Route | undefined
  /** The Host header, where it is not the URL's host. */
  readonly host?: string | undefined
  /** Default: the scenario's. */
  readonly seed?: number
  /** Generator threads. Default: 1. */
  readonly workers?: number
}

/** @throws UserError where a variable is not set, or its value is not valid in a path or a header */
export function resolveLoadPlan(scenario: Scenario, options: LoadPlanOptions): LoadPlan {
  const { url, environment, route, host, seed, workers } = options
  const { service, load, requests } = scenario
  return {
    url: substituteReferences(url, environment, 'target.url'),
    verifyTls: service.kind === 'bundled' || service.target.verifyTls,
    ...(route && { route }),
    requests: requests.map((request) => withHost(resolveRequest(request, environment), host)),
    arrivals: load.arrivals,
    seed: seed ?? load.seed,
    connections: load.connections,
    timeoutSeconds: load.timeoutSeconds,
    phases: load.phases,
    engine: chooseEngine(load.engine, load.phases).name,
    timers: load.timers ?? DEFAULTS.timers,
    workers: workers ?? 1,
  }
}

function resolveRequest(request: RequestTemplate, environment: Environment): RequestTemplate {
  const place = `request ${JSON.stringify(request.name)}`
  const path = substituteReferences(request.path, environment, `${place}, path`)
  if (!/^\/[^\s#]*$/.test(path))
    throw new UserError(
      `${place}, path: expected a path that begins with / and has no spaces and no # after substitution, got one that is not (${request.path})`,
    )
  const headers = Object.entries(request.headers).map(([name, value]) => {
    const resolved = substituteReferences(value, environment, `${place}, header ${name}`)
    // A line break in a variable would inject further headers. The value may be a secret, so it is not shown.
    if (!isHeaderValue(resolved))
      throw new UserError(`${place}, header ${name}: expected text of one line after substitution, got more (${value})`)
    return [name, resolved] as const
  })
  const substitute = (text: string, part: string) => substituteReferences(text, environment, `${place}, ${part}`)
  return {
    ...request,
    path,
    headers: Object.fromEntries(headers),
    body: request.body && resolveBody(request.body, (text) => substitute(text, 'body')),
    expect: resolveExpectation(request.expect, (part) => (text) => substitute(text, `expect.${part}`)),
  }
}

/** A request's own Host header goes before the target's. */
function withHost(request: RequestTemplate, host: string | undefined): RequestTemplate {
  const isNamed = Object.keys(request.headers).some((name) => name.toLowerCase() === 'host')
  return host === undefined || isNamed ? request : { ...request, headers: { Host: host, ...request.headers } }
}

type Substitute = (text: string) => string

function resolveBody(body: RequestBody, substitute: Substitute): RequestBody {
  return body.kind === 'json'
    ? { kind: 'json', value: resolveJson(body.value, substitute) }
    : { kind: 'text', text: substitute(body.text) }
}

/** @param substituteIn the substitution for a key of `expect` */
function resolveExpectation(expect: Expectation, substituteIn: (key: string) => Substitute): Expectation {
  return {
    ...expect,
    ...(expect.json === undefined ? {} : { json: resolveJson(expect.json, substituteIn('json')) }),
    ...(expect.checks === undefined
      ? {}
      : { checks: expect.checks.map((check) => resolveCheck(check, substituteIn(check.kind))) }),
  }
}

/** Patterns have no references. */
function resolveCheck(check: AnswerCheck, substitute: Substitute): AnswerCheck {
  if (check.kind === 'bodyContains') return { ...check, text: substitute(check.text) }
  if (check.kind !== 'header' && check.kind !== 'pointer') return check
  const { comparison } = check
  if (comparison.kind !== 'equal' && comparison.kind !== 'different') return check
  return { ...check, comparison: { ...comparison, value: resolveJson(comparison.value, substitute) } }
}

/** A value of JSON with the references in its texts replaced; what is replaced stays a text, so no quote can end it. */
function resolveJson(value: unknown, substitute: Substitute): unknown {
  if (typeof value === 'string') return substitute(value)
  if (Array.isArray(value)) return value.map((item) => resolveJson(item, substitute))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolveJson(inner, substitute)]))
}
