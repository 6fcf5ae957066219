import { describe, expect, it } from 'vitest'
import { type ConditionSeen, seenInBoth } from '../../core/condition-seen.ts'
import type { Lack } from '../../core/run/alert-evidence.ts'

const NO_SERIES: Lack = { kind: 'noSeries', selector: 'a', recordedAs: null }
const NO_PARTNERS: Lack = { kind: 'noResult', expression: 'a / b' }

const HAD_DATA: ConditionSeen = { couldHold: true, wasZero: false, lacks: [] }
const ZERO: ConditionSeen = { couldHold: false, wasZero: true, lacks: [] }
const lacking = (...lacks: Lack[]): ConditionSeen => ({ couldHold: false, wasZero: false, lacks })

describe('seenInBoth', () => {
  it.each<[string, ConditionSeen, ConditionSeen, boolean, Lack[]]>([
    ['data once', lacking(NO_SERIES), HAD_DATA, true, []],
    ['never any data', lacking(NO_SERIES), lacking(NO_PARTNERS), false, [NO_PARTNERS]],
    ['no error ever came', ZERO, ZERO, false, []],
    ['nothing scraped yet, and no error ever came', lacking(NO_SERIES), ZERO, false, []],
    ['errors came, and had no partners', ZERO, lacking(NO_PARTNERS), false, [NO_PARTNERS]],
    ['errors had no partners, and came no more', lacking(NO_PARTNERS), ZERO, false, [NO_PARTNERS]],
    ['errors came, and had partners', ZERO, HAD_DATA, true, []],
  ])('%s', (_, a, b, couldHold, lacks) => {
    expect(seenInBoth(a, b)).toMatchObject({ couldHold, lacks })
  })
})
