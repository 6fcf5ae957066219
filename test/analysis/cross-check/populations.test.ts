import { describe, expect, it } from 'vitest'
import { comparePopulations, crossCheckedPopulations } from '../../../analysis/cross-check/populations.ts'
import { totalCount } from '../../../core/latency/latency-counts.ts'
import type { RequestTemplate } from '../../../core/scenario/load-plan.ts'
import { evenly, loadOf, phaseWindows, type Request } from '../support/load-of.ts'
import { exactRecordOf, prometheusRecordOf } from '../support/prometheus-record-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

const PHASES = phaseWindows([
  { name: 'warm-up', seconds: 5, measured: false },
  { name: 'baseline', seconds: 5 },
  { name: 'pause', seconds: 5, measured: false },
  { name: 'spike', seconds: 5 },
])

describe('the population that client and server both recorded', () => {
  it('leaves out the leading warm-up and keeps an unmeasured phase in the middle', () => {
    const load = loadOf(
      PHASES,
      evenly(0, 20, 10, () => ({ serviceTime: 0.1 })),
    )
    const { responseTime, serverTime } = crossCheckedPopulations(runRecordOf({ load }))
    expect(totalCount(responseTime)).toBe(150)
    expect(serverTime).toBeNull()
  })

  it('counts error responses, but nothing that was not read whole', () => {
    const outcomes = ['completed', 'status', 'expectation', 'reset', 'timeout'] as const
    const requests = evenly(5, 20, 10, (i) => ({
      serviceTime: 0.1,
      outcome: outcomes[i % 5] as Request['outcome'] & string,
    }))
    const { responseTime, serviceTime } = crossCheckedPopulations(runRecordOf({ load: loadOf(PHASES, requests) }))
    expect([totalCount(responseTime), totalCount(serviceTime)]).toEqual([90, 90])
  })

  it('is narrowed to the requests that a target’s histogram observes', () => {
    const load = loadOf(
      PHASES,
      evenly(5, 20, 10, (i) => ({ serviceTime: 0.1, request: i % 3 })),
    )
    const template = (name: string) => ({ name }) as RequestTemplate
    const record = runRecordOf({
      load,
      scenario: {
        requests: ['predict', 'health', 'embed'].map(template),
        service: {
          kind: 'target',
          target: {
            url: 'http://127.0.0.1:1',
            verifyTls: true,
            metrics: { urls: [], histogram: 'h', match: '', requests: ['predict', 'embed'] },
          },
        },
      },
    })
    expect(totalCount(crossCheckedPopulations(record).responseTime)).toBe(100)
  })

  it('leaves out of the exact record what was observed before the baseline scrape', () => {
    const load = loadOf(
      PHASES,
      evenly(5, 20, 10, () => ({ serviceTime: 0.1 })),
    )
    const observations = Array.from({ length: 20 }, (_, i) => ({ at: i + 0.5, seconds: 0.1 }))
    const record = runRecordOf({
      load,
      exact: exactRecordOf(observations),
      prometheus: prometheusRecordOf([1], observations, { baseline: 5, end: 21 }),
    })
    const { serverTime } = crossCheckedPopulations(record)
    expect(serverTime && totalCount(serverTime)).toBe(15)
  })
})

const KNOWN = { resets: 0, scrapes: 11, isNarrowed: false, isBundled: false, hops: 0 }

describe('a difference between the populations', () => {
  const populations = (requests: readonly Request[]) =>
    crossCheckedPopulations(runRecordOf({ load: loadOf(PHASES, requests) }))
  const answered = evenly(5, 15, 10, () => ({ serviceTime: 0.1 }))

  it('has no note where the populations are equal', () => {
    expect(comparePopulations(populations(answered), 100, KNOWN)).toEqual({
      clientAnswered: 100,
      serverObserved: 100,
      serverExact: null,
      note: null,
    })
  })

  it('is explained by requests without a response', () => {
    const lost: Request[] = [
      { due: 16, serviceTime: 0, outcome: 'timeout' },
      { due: 16, serviceTime: 0, outcome: 'reset' },
      { due: 16, serviceTime: 0, outcome: 'reset' },
      { due: 16, serviceTime: 0, outcome: 'connect' },
    ]
    expect(comparePopulations(populations([...answered, ...lost]), 103, KNOWN).note).toBe(
      'The server observed 3 requests for which the client received no response (1 timeout and 2 reset).',
    )
  })

  it('is explained by other clients of the service', () => {
    expect(comparePopulations(populations(answered), 101, KNOWN).note).toBe(
      'The server observed 1 request for which the client received no response (every request of the client got a response, so other clients called the service too).',
    )
  })

  it('is explained by responses that the server did not observe', () => {
    expect(comparePopulations(populations(answered), 97, KNOWN).note).toMatch(
      /^The client received 3 responses that the server's histogram did not observe/,
    )
  })

  it('is explained by observations lost in a restart', () => {
    expect(comparePopulations(populations(answered), 97, { ...KNOWN, resets: 1 }).note).toBe(
      'The client received 3 responses that no scrape recorded: observations between the last scrape and a restart are lost.',
    )
  })

  it('is explained by different counts of the exact record and the histogram', () => {
    const serverTime = populations(answered).responseTime
    expect(comparePopulations({ ...populations(answered), serverTime }, 100, KNOWN).note).toBeNull()
    expect(comparePopulations({ ...populations(answered), serverTime }, 101, KNOWN).note).toContain(
      "The server's exact record holds 100 observations, its histogram 101.",
    )
  })
})
