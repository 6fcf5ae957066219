import { describe, expect, it } from 'vitest'
import { judgeUnnamedMetrics } from '../../../../analysis/doctor/target/judge-unnamed-metrics.ts'

const URL = 'http://127.0.0.1/metrics'

describe('metrics that a scenario does not name', () => {
  it.each([
    [null, 'ok', 'none is named, and none is at a usual path: only the client measures'],
    [{ url: URL, histogram: null }, 'ok', `none is named, and ${URL} prints no histogram of latencies`],
    [{ url: URL, histogram: 'x_seconds' }, 'warning', `none is named, and ${URL} prints x_seconds`],
  ])('%j: %s', (found, state, observed) => {
    const judged = judgeUnnamedMetrics(found)
    expect([judged.state, judged.observed, judged.advice === null]).toEqual([state, observed, state === 'ok'])
  })
})
