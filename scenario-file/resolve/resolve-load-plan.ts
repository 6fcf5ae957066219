// A scenario → the generator's plan, with the values of environment variables in place.

import type { AnswerCheck } from '../../core/answers/answer-check.ts'
import { assertNever } from '../../core/assert-never.ts'
import type { PlannedData } from '../../core/data/data-set.ts'
import type { Environment } from '../../core/environment.ts'
import { referencesOf } from '../../core/references/references-of.ts'
import { joinVarying, splitVarying, type VaryingText } from '../../core/references/varying-text.ts'
import type { Route } from '../../core/route/route.ts'
import { chooseEngine } from '../../core/scenario/choose-engine.ts'
import { trafficInRequests } from '../../core/scenario/flows/traffic-in-requests.ts'
import type {
  Expectation,
  LoadPlan,
  MultipartPart,
  RequestBody,
  RequestTemplate,
} from '../../core/scenario/load-plan.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { substituteReferences, substituteVariables } from '../../core/text/environment-references.ts'
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
  /** What the scenario's files hold. Default: it names none. */
  readonly files?: PlanFiles
}

export interface PlanFiles {
  /** In the order of the scenario's data sets. */
  readonly data: readonly PlannedData[]
  /** What is uploaded, by absolute path. */
  readonly uploads: ReadonlyMap<string, Uint8Array>
}

const NO_FILES: PlanFiles = { data: [], uploads: new Map() }

/** @throws UserError where a variable is not set, a file was not read, or its value is not valid in a path or a header */
export function resolveLoadPlan(scenario: Scenario, options: LoadPlanOptions): LoadPlan {
  const { url, environment, route, host, seed, workers, files = NO_FILES } = options
  const { service, load, requests, flows, setup, values } = scenario
  const resolved = (request: RequestTemplate) => withHost(resolveRequest(request, environment, files.uploads), host)
  return {
    url: substituteReferences(url, environment, 'target.url'),
    verifyTls: service.kind === 'bundled' || service.target.verifyTls,
    ...(route && { route }),
    requests: requests.map(resolved),
    ...(flows === undefined ? {} : { flows }),
    ...(setup === undefined ? {} : { setup: { ...setup, steps: setup.steps.map(resolved) } }),
    arrivals: load.arrivals,
    seed: seed ?? load.seed,
    connections: load.connections,
    timeoutSeconds: load.timeoutSeconds,
    phases: load.phases,
    engine: chooseEngine(load.engine, trafficInRequests(load.phases, flows)).name,
    timers: load.timers ?? DEFAULTS.timers,
    workers: workers ?? 1,
    ...(files.data.length === 0 ? {} : { data: files.data }),
    ...(values === undefined ? {} : { values }),
  }
}

/** A request that refers to values of the run keeps those references; in all others every text is as it is sent. */
function resolveRequest(
  request: RequestTemplate,
  environment: Environment,
  uploads: PlanFiles['uploads'],
): RequestTemplate {
  const place = `request ${JSON.stringify(request.name)}`
  const varies = referencesOf(request).length > 0
  const substitute = (text: string, part: string) =>
    varies
      ? substituteVariables(text, environment, `${place}, ${part}`)
      : substituteReferences(text, environment, `${place}, ${part}`)
  const path = substitute(request.path, 'path')
  if (!/^\/[^\s#]*$/.test(varies ? withoutValues(path) : path))
    throw new UserError(
      `${place}, path: expected a path that begins with / and has no spaces and no # after substitution, got one that is not (${request.path})`,
    )
  const headers = Object.entries(request.headers).map(([name, value]) => {
    const resolved = substitute(value, `header ${name}`)
    // A line break in a variable would inject further headers. The value may be a secret, so it is not shown.
    if (!isHeaderValue(resolved))
      throw new UserError(`${place}, header ${name}: expected text of one line after substitution, got more (${value})`)
    return [name, resolved] as const
  })
  return {
    ...request,
    path,
    headers: Object.fromEntries(headers),
    body: request.body && resolveBody(request.body, (text) => substitute(text, 'body'), uploads),
    expect: resolveExpectation(
      request.expect,
      (part) => (text) => substituteReferences(text, environment, `${place}, expect.${part}`),
    ),
    ...(varies ? { varies } : {}),
  }
}

/** A path as its literal parts have it: a value that is all of it begins with a slash, or its request is not sent. */
function withoutValues(path: VaryingText): string {
  const parts = splitVarying(path)
  if (parts.length === 1 && typeof parts[0] !== 'string') return '/'
  return parts.map((part) => (typeof part === 'string' ? part : 'x')).join('')
}

/** A request's own Host header goes before the target's. */
function withHost(request: RequestTemplate, host: string | undefined): RequestTemplate {
  const isNamed = Object.keys(request.headers).some((name) => name.toLowerCase() === 'host')
  return host === undefined || isNamed
    ? request
    : { ...request, headers: { Host: request.varies ? joinVarying([host]) : host, ...request.headers } }
}

type Substitute = (text: string) => string

function resolveBody(body: RequestBody, substitute: Substitute, uploads: PlanFiles['uploads']): RequestBody {
  switch (body.kind) {
    case 'json':
      return { kind: 'json', value: resolveJson(body.value, substitute) }
    case 'text':
      return { kind: 'text', text: substitute(body.text) }
    case 'form':
      return { kind: 'form', fields: body.fields.map(({ name, value }) => ({ name, value: substitute(value) })) }
    case 'multipart':
      return { kind: 'multipart', parts: body.parts.map((part) => resolvePart(part, substitute, uploads)) }
    default:
      return assertNever(body)
  }
}

function resolvePart(part: MultipartPart, substitute: Substitute, uploads: PlanFiles['uploads']): MultipartPart {
  if ('value' in part) return { name: part.name, value: substitute(part.value) }
  const bytes = uploads.get(part.file)
  if (bytes === undefined) throw new UserError(`${part.file}: expected a file to upload that was read before the run`)
  return { ...part, bytes }
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
