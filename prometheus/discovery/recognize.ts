// What the names of metrics and labels say, as libraries write them: whether a metric is about time, whose time it is, and
// which label holds the route, the method and the status.

import type { DiscoveredLatency } from '../../core/discovery/discovered-latency.ts'
import type { KnownUnit } from '../../core/histogram/latency-unit.ts'
import { ROUTE_LABELS } from '../preflight/known-paths.ts'

export { ROUTE_LABELS }

export const METHOD_LABELS = /^(?:http[._])?(?:request[._])?(?:method|verb)$/
export const STATUS_LABELS = /^(?:http[._])?(?:response[._])?(?:status|code|status[._]code|statusCode|status_class)$/

/** In words, so that `http.server.request.duration` is read as `http_server_request_duration`. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
}

const TIME: ReadonlySet<string> = new Set(['duration', 'durations', 'latency', 'latencies', 'elapsed', 'time', 'timer'])
const AMOUNT: ReadonlySet<string> = new Set(['bytes', 'byte', 'size', 'length', 'ratio', 'percent', 'celsius', 'rows'])

/** By its name or its unit; of what says neither, a request that is no amount is taken for one. */
export function isAboutTime(name: string, unit: KnownUnit): boolean {
  const words = wordsOf(name)
  if (words.some((word) => AMOUNT.has(word))) return false
  return unit.from !== 'convention' || words.some((word) => TIME.has(word) || REQUESTS.has(word))
}

const RUNTIMES: ReadonlySet<string> = new Set([
  'go',
  'nodejs',
  'python',
  'process',
  'jvm',
  'promhttp',
  'scrape',
  'ruby',
  'dotnet',
])
const RUNTIME_WORDS: ReadonlySet<string> = new Set(['gc', 'eventloop', 'scheduler', 'pause'])

/** Prometheus' own metrics are those of a service when it is the one that is asked. */
export function isOfRuntime(name: string): boolean {
  const words = wordsOf(name)
  return RUNTIMES.has(words[0] ?? '') || words.some((word) => RUNTIME_WORDS.has(word))
}

const REQUESTS: ReadonlySet<string> = new Set([
  ...['http', 'https', 'request', 'requests', 'req', 'response', 'responses', 'grpc', 'rpc'],
  ...['server', 'handler', 'api', 'endpoint', 'predict', 'prediction', 'inference'],
])
const OF_OTHERS: ReadonlySet<string> = new Set([
  ...['client', 'outgoing', 'outbound', 'upstream', 'db', 'database', 'sql', 'query', 'queries', 'redis', 'cache'],
  ...['memcached', 'mongo', 'mongodb', 'postgres', 'mysql', 'hikaricp', 'jdbc', 'kafka', 'rabbitmq', 'amqp', 'queue'],
  ...['job', 'jobs', 'task', 'tasks', 'cron', 'lock', 'pool', 'dns', 's3', 'sqs', 'external', 'fetch'],
])

/** @param hasRoutes whether one of its labels holds paths */
export function purposeOf(name: string, hasRoutes: boolean): DiscoveredLatency['purpose'] {
  const words = wordsOf(name)
  const isOfServer = words.includes('server')
  if (!isOfServer && words.some((word) => OF_OTHERS.has(word))) return 'dependencies'
  return hasRoutes || words.some((word) => REQUESTS.has(word)) ? 'requests' : 'unclear'
}

const RANK_OF_PURPOSE = { requests: 20, unclear: 10, dependencies: 0 } as const
const RANK_OF_KIND = { classic: 6, native: 2, summary: 0 } as const

/** The higher, the likelier it observes the requests to this service, and can be judged. */
export function rankOf(latency: DiscoveredLatency): number {
  const { purpose, kind, routes, methodLabel, all, unit } = latency
  return (
    RANK_OF_PURPOSE[purpose] +
    RANK_OF_KIND[kind] +
    (routes.length > 0 ? 4 : 0) +
    (methodLabel === null ? 0 : 2) +
    (all.count > 0 ? 2 : 0) +
    (unit.from === 'convention' ? 0 : 1)
  )
}
