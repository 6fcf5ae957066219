// Sends each request that changes nothing a few times, and sees which series of the histogram count it.

import { systemClock } from '../../core/clock.ts'
import type { DiscoveredLatency } from '../../core/discovery/discovered-latency.ts'
import { UserError } from '../../core/user-error.ts'
import type { DraftMatch, DraftRequest } from '../../draft/draft.ts'
import type { Trial } from '../../load/trial/try-request.ts'
import type { MetricsLook, MetricsLooker } from '../../prometheus/preflight/metrics-looker.ts'
import { type Movement, movementsBetween } from '../../prometheus/preflight/movements.ts'
import { isPlainLabelName } from '../../prometheus/series/series-name.ts'
import type { Probe } from './open-probe.ts'

export interface TriedRequests {
  /** Those that were answered as is expected, and those that were not tried. */
  readonly requests: readonly DraftRequest[]
  /** With what they got in place of the expected answer. */
  readonly refused: readonly { readonly request: string; readonly got: string }[]
  /** The names of those that the histogram counted; null without one. */
  readonly counted: readonly string[] | null
  /** The pages after all of it; null without metrics. */
  readonly look: MetricsLook | null
}

const TIMES = 3
const COUNTED_WITHIN_SECONDS = 2
const FIRST_LOOK_SECONDS = 0.02

/** @param latency null where there are no metrics, or none of them is known yet: then all that moves is looked at
 * @throws UserError where the service takes no connection */
export async function tryRequests(
  probe: Probe,
  requests: readonly DraftRequest[],
  latency: DiscoveredLatency | null,
): Promise<TriedRequests> {
  const tried: DraftRequest[] = []
  const refused: { request: string; got: string }[] = []
  const counted: string[] = []
  let look = (await probe.looker?.look()) ?? null
  for (const [index, request] of requests.entries()) {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      tried.push(request)
      continue
    }
    const trials = await probe.tryRequest(index, TIMES)
    const failed = trials.find(({ outcome }) => outcome !== 'completed')
    if (failed?.outcome === 'connect')
      throw new UserError(`expected a service that accepts connections, got: ${failed.sample?.reason ?? 'no answer'}`)
    if (failed !== undefined) {
      refused.push({ request: `${request.method} ${request.path}`, got: gotOf(failed) })
      continue
    }
    const seen = probe.looker && look && latency ? await movedBy(probe.looker, look, latency, trials.length) : null
    look = seen?.look ?? look
    const match = (seen && latency ? matchOf(seen.moved, latency, request.path) : null) ?? request.match
    if ((seen?.moved.length ?? 0) > 0) counted.push(request.name)
    const seconds = Math.max(...trials.map((trial) => trial.seconds))
    tried.push({ ...request, match, evidence: { kind: 'tried', status: trials[0]?.status ?? 0, seconds } })
  }
  return { requests: tried, refused, counted: latency === null ? null : counted, look }
}

function gotOf({ outcome, status, sample }: Trial): string {
  if (outcome === 'timeout') return 'no answer in 10s'
  return status > 0 ? `status ${status}` : (sample?.reason ?? outcome)
}

interface Seen {
  readonly look: MetricsLook
  readonly moved: readonly Movement[]
}

/** Exporters renew their pages from time to time: a moment is waited for. */
async function movedBy(
  looker: MetricsLooker,
  before: MetricsLook,
  { name }: DiscoveredLatency,
  sent: number,
): Promise<Seen> {
  const deadline = systemClock.nowSeconds() + COUNTED_WITHIN_SECONDS
  for (let pauseSeconds = FIRST_LOOK_SECONDS; ; pauseSeconds *= 2) {
    await systemClock.sleep(pauseSeconds)
    const look = await looker.look()
    const moved = movementsBetween(before.pages, look.pages).moved.filter(({ histogram }) => histogram === name)
    const by = moved.reduce((sum, movement) => sum + movement.by, 0)
    if (by >= sent || systemClock.nowSeconds() + pauseSeconds > deadline) return { look, moved }
  }
}

/** The route and the method of the one series that moved, or of the one whose route is the path. */
function matchOf(
  moved: readonly Movement[],
  { routeLabel, methodLabel }: DiscoveredLatency,
  path: string,
): DraftMatch | null {
  const label = routeLabel ?? moved.flatMap(({ printed }) => Object.keys(printed)).find((name) => ROUTES.test(name))
  if (label === undefined) return null
  const plain = path.split('?')[0] ?? path
  const groups = new Map(moved.map(({ printed }) => [printed[label] ?? '', printed]))
  const route = groups.has(plain) ? plain : groups.size === 1 ? [...groups.keys()][0] : undefined
  const printed = groups.get(route ?? '')
  if (route === undefined || printed === undefined) return null
  const labels = [label, methodLabel ?? Object.keys(printed).find((name) => name === 'method')]
  return Object.fromEntries(
    labels.flatMap((name) => {
      const value = name === undefined ? undefined : printed[name]
      return name === undefined || value === undefined || value === '' || !isPlainLabelName(name)
        ? []
        : [[name, [value]]]
    }),
  )
}

/** For a histogram that had no series before. */
const ROUTES = /^(?:http_)?(?:route|path|uri|url|handler|endpoint|operation)$/
