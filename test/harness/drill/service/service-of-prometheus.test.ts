import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { DrilledService } from '../../../../harness/drill/service/drilled-service.ts'
import { serviceOfPrometheus } from '../../../../harness/drill/service/service-of-prometheus.ts'
import { selectionsOf } from '../../../../prometheus/promql/expression/parts.ts'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'

const DAY_SECONDS = 86_400
const NOW_MS = Date.UTC(2026, 10, 27)
const SELECTORS = selectionsOf(parseExpression('http_requests_total{code=~"5.."} / http_requests_total')).map(
  ({ selector }) => selector,
)

let server: Server | null = null
afterEach(() => new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve()))))

/** Has 10 requests a second at every instant that it is asked about, and failures on the last so many days. */
async function recorded(failingDays: number): Promise<DrilledService> {
  const opened = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const asked = new URLSearchParams(body === '' ? (request.url ?? '').split('?')[1] : body)
      const [start, end, step] = ['start', 'end', 'step'].map((name) => Number.parseFloat(asked.get(name) ?? ''))
      const values: [number, string][] = []
      const isOfFailures = (asked.get('query') ?? '').includes('5..')
      for (let at = start ?? 0; at <= (end ?? 0); at += step ?? 1) {
        const failed = at > NOW_MS / 1e3 - failingDays * DAY_SECONDS ? '0.01' : '0'
        values.push([at, isOfFailures ? failed : '10'])
      }
      const data = { resultType: 'matrix', result: [{ metric: {}, values }] }
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ status: 'success', data }))
    })
  })
  server = opened
  await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve))
  const baseUrl = `http://127.0.0.1:${(opened.address() as AddressInfo).port}`
  return serviceOfPrometheus({ access: { baseUrl, headers: {} }, selectors: SELECTORS, nowMs: NOW_MS })
}

describe('serviceOfPrometheus', () => {
  it('asks for 28 days, and says so', async () => {
    expect((await recorded(28)).notes).toEqual(['The traffic is that of http_requests_total in the last 28 days.'])
  })

  it.each([
    [28, 'as http_requests_total{code=~"5.."} has them on the median of 28 days'],
    [3, 'as http_requests_total{code=~"5.."} has them in all of 28 days'],
  ])('says of failures on %d days of what they are the share', async (failingDays, sentence) => {
    expect((await recorded(failingDays)).failures?.sentence).toBe(sentence)
  })
})
