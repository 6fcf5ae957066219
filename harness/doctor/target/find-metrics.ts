// Looks for a metrics page where a scenario names none: dashboards and alerts of the service may be drawn from it.

import type { UnnamedMetrics } from '../../../core/doctor/target-facts.ts'
import { discoverLatencies } from '../../../prometheus/discovery/discover-latencies.ts'
import { UnreadableEndpoint } from '../../../prometheus/observation/unreadable-endpoint.ts'
import { likelyPages, MetricsLooker } from '../../../prometheus/preflight/metrics-looker.ts'
import type { ServiceUnderTest } from '../../service-under-test.ts'
import type { RunSetup } from '../../setup/run-setup.ts'

/** Null where no page is at a usual path. */
export async function findMetrics({ url, route }: ServiceUnderTest, setup: RunSetup): Promise<UnnamedMetrics | null> {
  const { service } = setup.scenario
  const { origin } = new URL(url)
  const usual = `${origin}/metrics`
  const pages = [usual, ...likelyPages(usual).filter((page) => new URL(page).origin === origin)]
  const via = route?.socket === undefined ? {} : { socket: route.socket }
  const looker = (endpoints: readonly string[]) =>
    new MetricsLooker(
      {
        endpoints,
        verifyTls: service.kind === 'bundled' || service.target.verifyTls,
        ...(route?.tls && { tls: route.tls }),
        vias: endpoints.map(() => via),
        clock: setup.clock,
      },
      setup.signal,
    )
  const guessing = looker([usual])
  const [found] = await guessing.pagesAmong(pages, via).finally(() => guessing.close())
  if (found === undefined) return null
  const looking = looker([found])
  try {
    const look = await looking.look()
    const looks = { earlier: look.pages, later: look.pages, betweenSeconds: 0, nowUnixSeconds: Date.now() / 1e3 }
    const histograms = discoverLatencies(looks).filter(({ kind }) => kind === 'classic')
    return { url: found, histogram: histograms.find(({ purpose }) => purpose !== 'dependencies')?.name ?? null }
  } catch (error) {
    if (error instanceof UnreadableEndpoint) return null
    throw error
  } finally {
    await looking.close()
  }
}
