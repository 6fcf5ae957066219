// A Prometheus that holds given samples and staleness markers, and answers the two questions that a back-test asks: the
// samples of a range selector, and the instants at which a selector finds a series.

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseExpression } from '../../../prometheus/promql/parse/parse-expression.ts'
import { acceptsLabels, type CompiledMatcher } from '../../../prometheus/series/label-matcher.ts'
import type { Labels } from '../../../prometheus/series/series.ts'

const LOOKBACK_MS = 300_000

export interface HeldSeries {
  readonly labels: Labels
  /** Ascending; null for a staleness marker. */
  readonly samples: readonly (readonly [timeMs: number, value: number | null])[]
}

export interface AskedSamples {
  readonly kind: 'samples' | 'instants'
  readonly query: string
  readonly fromMs: number
  readonly toMs: number
}

export interface ServedSamples {
  readonly baseUrl: string
  readonly asked: readonly AskedSamples[]
  readonly close: () => void
}

/** A status and a body, text or JSON; null to hang up; undefined to answer as Prometheus does. */
export type Reply = { readonly status: number; readonly body: object | string } | null | undefined

export async function serveSamples(
  held: readonly HeldSeries[],
  reply: (asked: AskedSamples, whole: object) => Reply = () => undefined,
): Promise<ServedSamples> {
  const all: AskedSamples[] = []
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (bytes) => {
      body += bytes
    })
    request.on('end', () => {
      const answered = answerTo(request.url ?? '', new URLSearchParams(body), held)
      if (!answered) {
        response.writeHead(404).end()
        return
      }
      all.push(answered.asked)
      const given = reply(answered.asked, answered.body)
      if (given === null) {
        request.socket.destroy()
        return
      }
      const { status, body: sent } = given ?? { status: 200, body: answered.body }
      const text = typeof sent === 'string' ? sent : JSON.stringify(sent)
      response.writeHead(status, { 'content-type': 'application/json' }).end(text)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { baseUrl: `http://127.0.0.1:${port}`, asked: all, close }
}

function answerTo(url: string, parameters: URLSearchParams, held: readonly HeldSeries[]) {
  const numberOf = (name: string) => Math.round(Number(parameters.get(name)) * 1e3)
  const query = parameters.get('query') ?? ''
  if (url === '/api/v1/query') {
    const call = parseExpression(`count_over_time(${query})`)
    const expression = call.kind === 'call' ? call.arguments[0] : undefined
    if (expression?.kind !== 'matrixSelector') return undefined
    const toMs = numberOf('time')
    const asked = { kind: 'samples' as const, query, fromMs: toMs - expression.rangeMs + 1, toMs }
    const samplesOf = ({ samples }: HeldSeries) =>
      samples.filter(([timeMs, value]) => value !== null && timeMs >= asked.fromMs && timeMs <= toMs)
    return { asked, body: matrix(held, expression.selector.matchers, samplesOf) }
  }
  if (url !== '/api/v1/query_range') return undefined
  const expression = parseExpression(query)
  if (expression.kind !== 'vectorSelector') return undefined
  const asked = { kind: 'instants' as const, query, fromMs: numberOf('start'), toMs: numberOf('end') }
  const foundIn = ({ samples }: HeldSeries) => {
    const found: [number, number][] = []
    for (let atMs = asked.fromMs; atMs <= asked.toMs; atMs += numberOf('step')) {
      const last = samples.findLast(([timeMs]) => timeMs <= atMs)
      if (last && last[1] !== null && last[0] > atMs - LOOKBACK_MS) found.push([atMs, last[1]])
    }
    return found
  }
  return { asked, body: matrix(held, expression.matchers, foundIn) }
}

function matrix(
  held: readonly HeldSeries[],
  matchers: readonly CompiledMatcher[],
  samplesOf: (series: HeldSeries) => HeldSeries['samples'],
): object {
  const result = held
    .filter(({ labels }) => acceptsLabels(matchers, labels, true))
    .map((series) => ({
      metric: series.labels,
      values: samplesOf(series).map(([timeMs, value]) => [timeMs / 1e3, String(value)]),
    }))
    .filter(({ values }) => values.length > 0)
  return { status: 'success', data: { resultType: 'matrix', result } }
}
