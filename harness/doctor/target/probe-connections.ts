// Looks at the connections of a target: each of its addresses once, and then one of them for about a second, so that its
// clock can be told from dates in whole seconds.

import type { Clock } from '../../../core/clock.ts'
import type { DateReading, ReachFacts, TlsFacts } from '../../../core/doctor/target-facts.ts'
import type { Route } from '../../../core/route/route.ts'
import { type Destination, destinationsOf } from '../../../load/connections/destination.ts'
import { type Visit, visit } from './visit.ts'

export interface ConnectionFacts {
  readonly addresses: readonly ReachFacts[]
  readonly tls: Pick<TlsFacts, 'use' | 'distrust'> | null
  readonly dates: readonly DateReading[]
}

export interface ProbedService {
  /** Resolved. */
  readonly url: string
  readonly route?: Route | undefined
  /** The Host header, where it is not the URL's host. */
  readonly host?: string | undefined
  /** What is asked for; null for the URL's own path. */
  readonly path: string | null
}

const VISITS = 12
/** A little more than a second altogether, and never at the same part of a second again. */
const PAUSE_SECONDS = 0.093
const TIMEOUT_SECONDS = 5

export async function probeConnections(service: ProbedService, clock: Clock): Promise<ConnectionFacts> {
  const { route, host, path } = service
  const url = new URL(service.url)
  const to = destinationsOf(url, route)
  const count = Math.max(1, route?.addresses?.used.length ?? 0)
  const destinations = Array.from({ length: count }, (_, i) => to(i))
  const visited = (destination: Destination) =>
    visit({ destination, host: host ?? url.host, path: path ?? url.pathname, timeoutSeconds: TIMEOUT_SECONDS })
  const first = await Promise.all(destinations.map(visited))
  const index = first.findIndex(({ failure }) => failure === null)
  const watched =
    index < 0 ? [] : await watch(() => visited(destinations[index] as Destination), first[index] as Visit, clock)
  return {
    addresses: first.map(({ connectSeconds, failure }, i) => ({
      address: shownAddress(destinations[i] as Destination),
      connectSeconds,
      failure,
    })),
    tls: first.find(({ tls }) => tls !== null)?.tls ?? null,
    dates: watched.flatMap(({ date }) => date ?? []),
  }
}

/** One that gives no date is asked no more. */
async function watch(again: () => Promise<Visit>, first: Visit, clock: Clock): Promise<readonly Visit[]> {
  const visits = [first]
  while (visits.length < VISITS && visits.at(-1)?.date !== null) {
    await clock.sleep(PAUSE_SECONDS)
    visits.push(await again())
  }
  return visits
}

function shownAddress({ host, port, socket }: Destination): string {
  if (socket !== undefined) return `the socket ${socket}`
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
