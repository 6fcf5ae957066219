import { describe, expect, it } from 'vitest'
import { clocksApart, doubtOfClocks } from '../../../analysis/generator/clocks-apart.ts'
import type { GeneratorFacts } from '../../../core/run/generators/generator-facts.ts'
import type { LoadResult } from '../../../core/run/load-result.ts'
import { generatorFacts, generatorMachine } from '../../support/generator-facts.ts'
import { SAMPLE_LOAD } from '../../support/sample-load.ts'

const far = (number: number, apartAtMostSeconds: number, facts: Partial<GeneratorFacts> = {}) =>
  generatorFacts(number, { machine: generatorMachine(number, { apartAtMostSeconds }), ...facts })
const apartOf = (...generators: readonly GeneratorFacts[]) => clocksApart({ ...SAMPLE_LOAD, generators })?.seconds

describe('how far generators may have been apart', () => {
  it.each([
    ['the furthest of them counts', [far(1, 0.002), far(2, 0.04), far(3, 0.001)], 0.04],
    ['a late start comes on top', [far(1, 0.002), far(2, 0.04, { startLateSeconds: 0.5 })], 0.54],
    ['of threads a late start alone', [generatorFacts(1), generatorFacts(2, { startLateSeconds: 0.3 })], 0.3],
    ['one that was lost counts as far as it was read', [far(1, 0.002), far(2, 0.1, { startLateSeconds: null })], 0.1],
    [
      'one whose clock was never read may be anywhere',
      [far(1, 0.002), generatorFacts(2, { machine: generatorMachine(2, null) })],
      Number.POSITIVE_INFINITY,
    ],
    [
      'one that never sent anything is nowhere',
      [far(1, 0.002), generatorFacts(2, { machine: generatorMachine(2, null), requests: 0, startLateSeconds: null })],
      0.002,
    ],
  ])('%s', (_, generators, seconds) => {
    expect(apartOf(...generators)).toBe(seconds)
  })

  it('is nothing of one thread', () => {
    const load: LoadResult = SAMPLE_LOAD
    expect(clocksApart(load)).toBeNull()
    expect(doubtOfClocks(null, 0.001)).toBeNull()
  })
})

describe('the doubt', () => {
  const apart = { seconds: 0.5, number: 3, name: 'generator 3 of 4 (load-3 on host-3)' }

  it('begins beyond 5% of the shortest time', () => {
    expect(doubtOfClocks(apart, 10)).toBeNull()
    expect(doubtOfClocks(apart, 9.99)).toBe(
      'What generators sent and what was scraped may lie 500ms apart in time (start skew, drift and uncertainty of generator 3 of 4 (load-3 on host-3)); 5% of the 9.99s that count here are allowed.',
    )
  })

  it('is never settled where a clock was never read', () => {
    expect(doubtOfClocks({ ...apart, seconds: Number.POSITIVE_INFINITY }, 1e6)).toMatch(
      /^The clock of generator 3 of 4 .* was never read/,
    )
  })
})
