import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  drawnFirings,
  fewestWithin,
  firingCounts,
  mostWithin,
  possibleFirings,
} from '../../../analysis/backtest/possible-firings.ts'
import type { Episode } from '../../../core/backtest/backtest.ts'
import { episode, evaluatedAlert } from '../../support/sample-backtests.ts'

const STEP_SECONDS = 15

/** An alert's episodes for a condition that holds or not at each evaluation, as Prometheus has them. */
function episodesOf(condition: readonly boolean[], forEvaluations: number): Episode[] {
  const episodes: Episode[] = []
  let activeSince: number | null = null
  let start: number | null = null
  const at = (index: number) => index * STEP_SECONDS * 1e3
  const close = (end: number, isOpen: boolean) => {
    if (start === null) return
    const labels = { alertname: 'X' }
    const peak = null
    const times = { startMs: at(start), endMs: isOpen ? null : at(end), lastFiringMs: at(end - 1) }
    episodes.push({ labels, ...times, startedBefore: start === 0, activeSinceMs: at(activeSince ?? start), peak })
  }
  condition.forEach((holds, i) => {
    if (holds) {
      activeSince ??= i
      if (start === null && i - activeSince >= forEvaluations) start = i
      return
    }
    close(i, false)
    activeSince = null
    start = null
  })
  close(condition.length, true)
  return episodes
}

describe('possibleFirings', () => {
  it('never excludes what may have been: any condition between the sure one and the possible one is within the counts', () => {
    const evaluation = fc.constantFrom('false', 'open', 'true')
    fc.assert(
      fc.property(
        fc.array(evaluation, { minLength: 1, maxLength: 60 }),
        fc.infiniteStream(fc.boolean()),
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 1, max: 20 }),
        (known, chance, forEvaluations, spanEvaluations) => {
          const real = known.map((each) => (each === 'open' ? chance.next().value === true : each === 'true'))
          const of = (condition: readonly boolean[]) => episodesOf(condition, forEvaluations)
          const histories = {
            surely: of(known.map((each) => each === 'true')),
            drawn: [],
            could: of(known.map((each) => each !== 'false')),
          }
          const timing = { evaluationSeconds: STEP_SECONDS, forSeconds: forEvaluations * STEP_SECONDS }
          const firings = possibleFirings(histories, timing)
          const { fewest, most } = firingCounts(firings)
          const fired = of(real)
          expect(fired.length).toBeGreaterThanOrEqual(fewest)
          expect(fired.length).toBeLessThanOrEqual(most)
          const spanMs = spanEvaluations * STEP_SECONDS * 1e3
          const within = fired.map(
            ({ startMs }) => fired.filter((each) => each.startMs >= startMs && each.startMs < startMs + spanMs).length,
          )
          const mostReal = Math.max(0, ...within)
          expect(mostReal).toBeGreaterThanOrEqual(fewestWithin(firings, spanMs))
          expect(mostReal).toBeLessThanOrEqual(mostWithin(firings, spanMs))
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('counts one long firing that is not sure as several that may have been', () => {
    const { histories } = evaluatedAlert({ could: [[0, 60]] })
    const counts = firingCounts(possibleFirings(histories, { evaluationSeconds: 15, forSeconds: 120 }))
    expect(counts).toEqual({ fewest: 0, most: 24 })
  })

  it('counts what surely, drawn and could agree on once', () => {
    const { histories } = evaluatedAlert({ surely: [[0, 60]], drawn: [[0, 60]], could: [[0, 60]] })
    const counts = firingCounts(possibleFirings(histories, { evaluationSeconds: 15, forSeconds: 0 }))
    expect(counts).toEqual({ fewest: 1, most: 1 })
  })

  it('does not count a firing twice that may go on behind a gap', () => {
    const [before, after] = [
      episode([0, null], { lastFiringMs: episode([30, 31]).startMs }),
      episode([60, 70], { startedBefore: true }),
    ]
    const histories = { surely: [before, after], drawn: [before, after], could: [before, after] }
    expect(firingCounts(possibleFirings(histories, { evaluationSeconds: 15, forSeconds: 120 })).fewest).toBe(1)
    expect(firingCounts(drawnFirings(histories))).toEqual({ fewest: 1, most: 2 })
  })
})

describe('fewestWithin and mostWithin', () => {
  const firings = drawnFirings(
    evaluatedAlert({
      drawn: [
        [0, 5],
        [100, 105],
        [200, 205],
      ],
    }).histories,
  )

  it.each([
    [101, 2],
    [100, 1],
    [201, 3],
  ])('a span of %d minutes holds %d', (minutes, expected) => {
    expect(fewestWithin(firings, minutes * 60_000)).toBe(expected)
    expect(mostWithin(firings, minutes * 60_000)).toBe(expected)
  })
})
