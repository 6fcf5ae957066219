import { describe, expect, it } from 'vitest'
import { type FiringFacts, firingWords } from '../../../core/backtest/firing-words.ts'

const total = (fired: number, firingSeconds = fired * 60) => ({ fired, firingSeconds })
const facts = (more: Partial<FiringFacts>): FiringFacts => ({
  histories: { surely: total(0), drawn: total(0), could: total(0) },
  evaluations: 1000,
  notKnown: [],
  notKnownSeconds: 0,
  withoutData: [],
  withoutDataSeconds: 0,
  failures: [],
  missingSides: [],
  ...more,
})
const DAYS = 27 * 86_400

describe('firingWords', () => {
  it.each([
    [total(1), total(3), total(7), 'fired 3 times as drawn; surely 1; could have been 7'],
    [total(0), total(0), total(0), 'did not fire, and could not have'],
    [total(2), total(2), total(2), 'fired 2 times, surely'],
    [total(0), total(0), total(2), 'did not fire as drawn; never surely; could have been 2'],
    [total(0), total(1), total(4), 'fired once as drawn; never surely; could have been 4'],
    [total(0), total(3), total(1, 18_000), 'fired 3 times as drawn; never surely; could have fired for 5h in all'],
    [total(1, 60), total(1, 90), total(1, 300), 'fired once as drawn; surely 1; could have fired for 5m in all'],
  ])('%o, %o, %o: %s', (surely, drawn, could, words) => {
    expect(firingWords(facts({ histories: { surely, drawn, could } }))).toBe(words)
  })

  it.each<[Partial<FiringFacts>, string]>([
    [{}, 'did not fire, and could not have, in the last 28 days'],
    [
      { notKnown: [1], notKnownSeconds: DAYS },
      'did not fire, and could not have, in what is known of the last 28 days; 27d not known',
    ],
    [
      { notKnown: [1] },
      'did not fire, and could not have, in what is known of the last 28 days; 1 evaluation not known',
    ],
    [
      { withoutData: [1], withoutDataSeconds: 3600 },
      'did not fire, and could not have, in what is known of the last 28 days; 1h without data',
    ],
    [
      { failures: [{ evaluations: 2 }, { evaluations: 1 }] },
      'did not fire, and could not have, in what is known of the last 28 days; 3 evaluations failed',
    ],
    [
      { missingSides: ['errors_total'] },
      'did not fire, and could not have, in what is known of the last 28 days; no series matched errors_total',
    ],
    [
      { evaluations: 0, notKnown: [1], notKnownSeconds: 28 * 86_400 },
      'was evaluated at no instant in the last 28 days; 28d not known',
    ],
    [
      { histories: { surely: total(2), drawn: total(2), could: total(2) }, notKnown: [1], notKnownSeconds: 60 },
      'fired 2 times, surely, in what is known of the last 28 days; 1m not known',
    ],
  ])('says of %j what it rests on: %s', (more, words) => {
    expect(firingWords(facts(more), 'the last 28 days')).toBe(words)
  })

  it('says that not all is known where the reader knows the time', () => {
    expect(firingWords(facts({ notKnown: [1], notKnownSeconds: DAYS }))).toBe(
      'did not fire, and could not have, in what is known; 27d not known',
    )
    expect(firingWords(facts({ evaluations: 0 }))).toBe('was evaluated at no instant')
  })
})
