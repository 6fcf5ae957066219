// The requests of what was imported, and which of them can be tried by themselves.

import { mentionsReference } from '../../core/text/environment-references.ts'
import type { DraftRequest } from '../../draft/draft.ts'
import type { ImportedTraffic } from '../../draft/imported-traffic.ts'
import type { TriedRequests } from './try-requests.ts'

export function importedRequests({ requests }: ImportedTraffic): DraftRequest[] {
  return requests.map(({ name, method, path, headers, body, weight, statuses }) => ({
    name,
    method,
    path,
    headers,
    body,
    weight,
    statuses,
    match: null,
    evidence: { kind: 'untried' },
  }))
}

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
