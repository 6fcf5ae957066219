import type { Draft, DraftMetrics, DraftRequest, DraftTarget } from '../../draft/draft.ts'

/** A draft that is only there to reach the service by. */
export function provisionalDraft(
  target: DraftTarget,
  metrics: Pick<DraftMetrics, 'urls' | 'bearerVariable'> | null,
  requests: readonly DraftRequest[],
): Draft {
  return {
    name: 'init',
    target,
    metrics: metrics && {
      ...metrics,
      histogram: 'not_known_yet',
      unit: 'seconds',
      isUnitUnsaid: false,
      bounds: [],
      match: {},
      requests: [],
    },
    requests: requests.length === 0 ? [plainGet('root', '/')] : requests,
    steps: null,
    data: [],
    unknownRoutes: [],
    phases: [{ name: 'init', seconds: 10, fromRate: 1, toRate: 1, measured: true }],
    objectives: [{ text: 'errors < 1%', why: { kind: 'usual' } }],
    alert: null,
    remarks: [],
  }
}

export function plainGet(name: string, path: string, weight = 1): DraftRequest {
  return {
    name,
    method: 'GET',
    path,
    headers: {},
    body: null,
    weight,
    statuses: [],
    match: null,
    evidence: { kind: 'untried' },
  }
}
