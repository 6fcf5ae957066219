// The requests of what was imported, and which of them can be tried by themselves.

import type { DiscoveredLatency, DiscoveredRoute } from '../../core/discovery/discovered-latency.ts'
import { mentionsReference } from '../../core/text/environment-references.ts'
import type { DraftMatch, DraftRequest } from '../../draft/draft.ts'
import type { ImportedRequest, ImportedTraffic } from '../../draft/imported-traffic.ts'
import type { TriedRequests } from './try-requests.ts'

/** @param latency whose routes tell the series of a request before it is sent */
export function importedRequests({ requests }: ImportedTraffic, latency: DiscoveredLatency | null): DraftRequest[] {
  return requests.map((request) => ({
    ...request,
    match: latency === null ? null : matchOf(request, latency),
    evidence: { kind: 'untried' },
  }))
}

/** Null where none of the routes that the metrics show is the path, or several are. */
function matchOf({ method, path }: ImportedRequest, latency: DiscoveredLatency): DraftMatch | null {
  const { routeLabel, methodLabel, routes } = latency
  if (routeLabel === null) return null
  const plain = path.split('?')[0] ?? path
  const ofMethod = routes.filter((route) => route.method === null || route.method === method)
  const same = ofMethod.filter((route) => route.path === plain)
  const [found, ...more] = same.length > 0 ? same : ofMethod.filter((route) => isTemplateOf(route, plain))
  if (found === undefined || more.length > 0) return null
  const ofRoute = { [routeLabel]: [found.path] }
  return methodLabel === null || found.method === null ? ofRoute : { ...ofRoute, [methodLabel]: [found.method] }
}

/** `/orders/:id` of `/orders/7`, and of a path with a row's value in place of the 7. */
function isTemplateOf({ path: template }: DiscoveredRoute, path: string): boolean {
  const [parts, given] = [template.split('/'), path.split('/')]
  return (
    parts.length === given.length &&
    parts.some((part) => PARAMETER.test(part)) &&
    parts.every((part, i) => part === given[i] || (PARAMETER.test(part) && given[i] !== ''))
  )
}

/** As frameworks write it: `:id`, `{id}`, `<int:id>`, `*`. */
const PARAMETER = /^(?::\w+|\{[^}]*\}|<[^>]*>|\*)$/

/** Each is sent a few times. */
const MOST_TRIED = 10

/** Those that change nothing, and need neither a secret, nor data, nor another request before them. */
export function triableRequests(requests: readonly DraftRequest[], { steps }: ImportedTraffic): DraftRequest[] {
  if (steps !== null && steps.length > 1) return []
  const isPlain = ({ method, path, headers, body }: DraftRequest) =>
    method === 'GET' && body === null && ![path, ...Object.values(headers)].some(mentionsReference)
  return requests.filter(isPlain).slice(0, MOST_TRIED)
}

/** All requests in their order, with what trying some of them has shown; those that were refused are left out. */
export function afterTrying(
  requests: readonly DraftRequest[],
  tried: readonly DraftRequest[],
  { requests: answered, refused, counted, look }: TriedRequests,
): TriedRequests {
  const byName = new Map(answered.map((request) => [request.name, request]))
  const triedNames = new Set(tried.map(({ name }) => name))
  const left = requests.flatMap((request) =>
    triedNames.has(request.name) ? (byName.get(request.name) ?? []) : request,
  )
  const untried = requests.filter(({ name }) => !triedNames.has(name)).map(({ name }) => name)
  // Where some were counted, those that could not be tried are taken to be counted as well.
  const allCounted = counted === null || counted.length === 0 ? counted : [...counted, ...untried]
  return { requests: left, refused, counted: allCounted, look }
}
