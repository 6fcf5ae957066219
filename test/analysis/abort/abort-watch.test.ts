import { describe, expect, it } from 'vitest'
import { NOTHING_SEEN, type SeenProgress, watchForAbort } from '../../../analysis/abort/abort-watch.ts'
import { NO_LATENCIES } from '../../../core/latency/latency-counts.ts'
import { evenly, loadOf, phaseWindows } from '../support/load-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

const requests = evenly(0, 20, 10, () => ({ serviceTime: 0.1 }))
const { scenario } = runRecordOf({
  load: loadOf(phaseWindows([{ name: 'only', seconds: 20 }]), requests),
  sla: ['errors < 50%'],
})

type Told = readonly [completed: number, errors: number, answeredErrors: number, timeouts?: number, unsendable?: number]

/** One telling a second, from second 1 on; the verdict after each. */
function verdicts(graceSeconds: number, told: readonly Told[]): (string | null)[] {
  let watch = NOTHING_SEEN
  return told.map(([completed, errors, answeredErrors, timeouts = 0, unsendable = 0], i) => {
    const times = { responseTime: NO_LATENCIES, firstByteResponseTime: NO_LATENCIES }
    const phase = { completed, errors, answeredErrors, unsendable, unreadable: 0, timeouts, ...times }
    const seen: SeenProgress = { atSeconds: i + 1, phaseIndex: 0, phases: [phase] }
    watch = watchForAbort(watch, seen, scenario, graceSeconds)
    return watch.verdict
  })
}

const secondOf = (all: readonly (string | null)[]) => all.findIndex((verdict) => verdict !== null) + 1

describe('watchForAbort', () => {
  it('does not call a service gone to which nothing could be sent', () => {
    const told: Told[] = [1, 2, 3, 4, 5, 6].map((second) => [0, 10 * second, 0, 0, 10 * second])
    expect(secondOf(verdicts(2, told))).toBe(0)
  })

  it('lets a run without failures go on', () => {
    expect(
      secondOf(
        verdicts(2, [
          [10, 0, 0],
          [20, 0, 0],
          [30, 0, 0],
          [40, 0, 0],
        ]),
      ),
    ).toBe(0)
  })

  it('ends a run with an unreachable objective after the grace time', () => {
    const told: Told[] = [
      [0, 60, 60],
      [0, 102, 102],
      [10, 102, 102],
      [20, 102, 102],
      [30, 102, 102],
    ]
    expect(secondOf(verdicts(2, told))).toBe(4)
    expect(verdicts(2, told)[3]).toMatch(/^errors < 50% can no longer be met: 102 requests failed/)
    expect(secondOf(verdicts(0, told))).toBe(2)
  })

  it('ends a run whose service is gone', () => {
    const told: Told[] = [
      [10, 0, 0],
      [10, 5, 0],
      [10, 15, 0],
      [10, 25, 0],
      [10, 35, 0],
    ]
    expect(secondOf(verdicts(3, told))).toBe(4)
    expect(verdicts(3, told)[3]).toBe(
      'the service is gone: it answered nothing for 3s, and 25 requests got no connection or lost it.',
    )
  })

  it.each<{ sentence: string; told: Told[] }>([
    {
      sentence: 'a service that answers with errors is there',
      told: [
        [10, 0, 0],
        [10, 9, 9],
        [10, 18, 18],
        [10, 27, 27],
      ],
    },
    {
      sentence: 'one that answers now and then is there',
      told: [
        [1, 9, 0],
        [2, 18, 0],
        [3, 27, 0],
        [4, 36, 0],
      ],
    },
    {
      sentence: 'one that hangs may come back',
      told: [
        [10, 0, 0],
        [10, 0, 0, 9],
        [10, 0, 0, 18],
        [10, 0, 0, 27],
      ],
    },
    {
      sentence: 'one connection that breaks after a long pause says nothing',
      told: [
        [1, 0, 0],
        [1, 0, 0],
        [1, 0, 0],
        [1, 0, 0],
        [1, 1, 0],
        [1, 1, 0],
        [1, 1, 0],
        [1, 1, 0],
        [2, 1, 0],
      ],
    },
    {
      sentence: 'an idle one is not judged',
      told: [
        [10, 2, 0],
        [10, 2, 0],
        [10, 2, 0],
        [10, 2, 0],
      ],
    },
  ])('$sentence', ({ told }) => {
    expect(secondOf(verdicts(2, told))).toBe(0)
  })
})
