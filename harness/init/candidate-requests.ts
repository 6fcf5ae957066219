// Which requests may be sent to a service of which only the metrics and an address are known: what can be asked for with GET
// without knowing anything else.

import type { DiscoveredLatency, DiscoveredRoute } from '../../core/discovery/discovered-latency.ts'
import type { DraftRequest } from '../../draft/draft.ts'
import { plainGet } from './provisional-draft.ts'

const HEALTH =
  /^(?:\/[\w-]+)*?\/_?(?:healthz?|health-?check|livez?|liveness|readyz?|readiness|ping|up|alive|heartbeat|status|favicon\.ico|robots\.txt)\/?$/i
export const METRICS_PATH = /\/(?:_?metrics|prometheus)\/?$/i
/** Parameters of routes, as frameworks write them. */
const HAS_PARAMETER = /[:{<*[(^$]/

/** Of these many routes a first scenario is read at a glance. */
const MOST_ROUTES = 5
const MOST_UNKNOWN = 20

export interface CandidateRequests {
  readonly requests: readonly DraftRequest[]
  readonly unknownRoutes: readonly string[]
  /** Asked whether the service is ready; null where no such route was seen. */
  readonly readyPath: string | null
}

/** @param paths what whoever asked has named */
export function candidateRequests(latency: DiscoveredLatency | null, paths: readonly string[]): CandidateRequests {
  const routes = latency?.routes ?? []
  const ofUsers = userRoutes(latency)
  const isPlain = ({ method, path }: DiscoveredRoute) => (method ?? 'GET') === 'GET' && !HAS_PARAMETER.test(path)
  const plain = ofUsers.filter(isPlain)
  const taken = paths.length > 0 ? [] : plain.slice(0, MOST_ROUTES)
  const asked = paths.map((path) => ({ path, weight: 1 }))
  const total = taken.reduce((sum, { counts }) => sum + counts.count, 0)
  const weighed = taken.map(({ path, counts }) => ({
    path,
    weight: total === 0 ? 1 : Math.max(1, Math.round((100 * counts.count) / total)),
  }))
  const found = [...asked, ...weighed]
  const sent = found.length === 0 ? [{ path: '/', weight: 1 }] : found
  const health = routes.find(({ method, path }) => (method ?? 'GET') === 'GET' && HEALTH.test(path))
  const unknown = ofUsers.filter(
    (route) => !taken.includes(route) && !paths.some((path) => path.split('?')[0] === route.path),
  )
  return {
    requests: named(sent),
    unknownRoutes: [
      ...new Set(unknown.map(({ method, path }) => (method === null ? path : `${method} ${path}`))),
    ].slice(0, MOST_UNKNOWN),
    readyPath: health?.path ?? null,
  }
}

/** Without health checks and the metrics themselves. */
export function userRoutes(latency: DiscoveredLatency | null): DiscoveredRoute[] {
  const asks = (method: string | null) => method !== 'OPTIONS' && method !== 'HEAD'
  return (latency?.routes ?? []).filter(
    ({ method, path }) => asks(method) && !HEALTH.test(path) && !METRICS_PATH.test(path),
  )
}

/** `GET /items?x=1` is called items; the same name a second time gets a number. */
function named(sent: readonly { readonly path: string; readonly weight: number }[]): DraftRequest[] {
  const used = new Map<string, number>()
  return sent.map(({ path, weight }) => {
    const base =
      (path.split('?')[0] ?? '')
        .replace(/[^\w.]+/g, '-')
        .replace(/^[-.]+|[-.]+$/g, '')
        .slice(0, 80) || 'root'
    const count = (used.get(base) ?? 0) + 1
    used.set(base, count)
    return plainGet(count === 1 ? base : `${base}-${count}`, path, weight)
  })
}
