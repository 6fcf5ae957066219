// A metrics page whose histogram a test fills by hand: what Prometheus scrapes without any traffic.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

export interface MetricsPage {
  readonly url: string
  /** Settles once a Prometheus has scraped all that was observed until now. */
  scrapedByPrometheus(): Promise<void>
  observe(seconds: number, times?: number): void
  /** From now on answers with that status; 200 with the page. */
  answerWith(status: number): void
  /** As a service that was restarted: everything is zero. */
  restart(): void
  close(): Promise<void>
}

export const PAGE_BOUNDS: readonly number[] = [0.1, 0.3, 0.5, 0.7, 1, 2, 5]

/** The histogram `model_latency_seconds`, with one series of labels or none. */
export async function startMetricsPage(labels = ''): Promise<MetricsPage> {
  let observations: number[] = []
  let status = 200
  let scrapes = 0
  const server = createServer((request, response) => {
    if (request.headers['user-agent']?.startsWith('Prometheus/')) scrapes++
    response.writeHead(status, { 'content-type': 'text/plain; version=0.0.4' })
    response.end(status === 200 ? page(observations, labels) : 'out of order')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`,
    async scrapedByPrometheus() {
      // One may be under way.
      const enough = scrapes + 2
      while (scrapes < enough) await delay(20)
    },
    observe(seconds, times = 1) {
      for (let i = 0; i < times; i++) observations.push(seconds)
    },
    answerWith(code) {
      status = code
    },
    restart() {
      observations = []
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function page(observations: readonly number[], labels: string): string {
  const atMost = (bound: number) => observations.filter((seconds) => seconds <= bound).length
  const series = (suffix: string, more: string, value: number) => {
    const pairs = [labels, more].filter((text) => text !== '').join(',')
    return `model_latency_seconds_${suffix}${pairs === '' ? '' : `{${pairs}}`} ${value}`
  }
  return [
    '# HELP model_latency_seconds Time to predict.',
    '# TYPE model_latency_seconds histogram',
    ...PAGE_BOUNDS.map((bound) => series('bucket', `le="${bound}"`, atMost(bound))),
    series('bucket', 'le="+Inf"', observations.length),
    series(
      'sum',
      '',
      observations.reduce((sum, seconds) => sum + seconds, 0),
    ),
    series('count', '', observations.length),
    '',
  ].join('\n')
}
