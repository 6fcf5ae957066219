import { describe, expect, it } from 'vitest'
import { judgePrometheus } from '../../../../analysis/doctor/target/judge-prometheus.ts'
import type { PrometheusFacts } from '../../../../core/doctor/target-facts.ts'

const REMOTE = { kind: 'remote', name: 'Prometheus 3.5.0', aheadSeconds: 0, scrapeIntervalSeconds: 15 } as const

describe('the Prometheus of a run', () => {
  it.each<[PrometheusFacts, string, string]>([
    [REMOTE, 'ok', 'Prometheus 3.5.0 scrapes x_seconds every 15s'],
    [{ ...REMOTE, aheadSeconds: 5 }, 'warning', 'Prometheus 3.5.0 scrapes x_seconds every 15s; its clock is 5s ahead'],
    [{ ...REMOTE, aheadSeconds: -40 }, 'problem', 'Prometheus 3.5.0 answers; its clock is 40s behind'],
    [
      { ...REMOTE, scrapeIntervalSeconds: null },
      'warning',
      'Prometheus 3.5.0 answers, and has not scraped x_seconds twice in the last minutes',
    ],
    [{ kind: 'failed', failure: 'connection refused' }, 'problem', 'connection refused'],
    [{ kind: 'local', programs: ['/bin/p', '/bin/a'] }, 'ok', '/bin/p and /bin/a would be started'],
  ])('%j: %s', (facts, state, observed) => {
    const judged = judgePrometheus(facts, 'x_seconds')
    expect([judged.state, judged.observed]).toEqual([state, observed])
  })
})
