import { describe, expect, it } from 'vitest'
import { endsTooEarly, type IncidentInMonth, othersSeen } from '../../../analysis/drill/apart-from-others.ts'
import { parseDrillExpectation } from '../../../analysis/drill/drill-expectation.ts'

/** Its trace is 600 s long. */
const ALERT = { looksBackSeconds: 300, forSeconds: 240, keepFiringForSeconds: 60 }
const MONTH = 10_000

const at = (name: string, fromSeconds: number, toSeconds: number, month = 0): IncidentInMonth => ({
  ...{ name, month, fromSeconds, toSeconds },
})

describe('othersSeen', () => {
  it.each<[string, IncidentInMonth[], string[]]>([
    ['none before it', [at('b', 1600, 1700)], []],
    ['one whose trace ends as it begins', [at('a', 300, 400)], []],
    ['one whose trace is there as it begins', [at('a', 300, 401)], ['a']],
    ['one that goes on', [at('a', 0, 5000)], ['a']],
    ['one that begins with it', [at('a', 1000, 1001)], ['a']],
    ['one of another month', [at('a', 300, 900, 1)], []],
  ])('%s', (_, others, expected) => {
    const incidents = [...others, at('own', 1000, 1500)]
    expect(othersSeen(ALERT, 'own', { incidents, monthSeconds: MONTH })).toEqual(expected)
  })
})

describe('endsTooEarly', () => {
  const next = (fromSeconds: number) => at('next', fromSeconds, fromSeconds + 10)

  it.each<[string, IncidentInMonth[], boolean]>([
    ['pages for own', [at('own', 1000, 1500)], false],
    ['pages for own', [at('own', 8900, 9400)], false],
    ['pages for own', [at('own', 8901, 9401)], true],
    ['never fires for own', [at('own', 8901, 9401)], true],
    ['pages within 5m of own', [at('own', 9700, 9990)], false],
    ['pages within 5m of own', [at('own', 9701, 9990)], true],
    ['pages within 1h of own', [at('own', 8900, 9400)], false],
    ['resolves within 10m of own', [at('own', 9000, 9400)], false],
    ['resolves within 10m of own', [at('own', 9000, 9401)], true],
    ['pages for own', [at('own', 1000, 1500), next(2100)], false],
    ['pages for own', [at('own', 1000, 1500), next(2099)], true],
    ['pages within 5m of own', [at('own', 1000, 1500), next(1300)], false],
    ['never pages for own', [at('own', 1000, 1500), next(1300)], true],
    ['pages for own', [at('own', 0, MONTH)], false],
  ])('%s, %j', (text, incidents, expected) => {
    const { expected: asked } = parseDrillExpectation(text)
    if (asked.kind === 'quiet') throw new Error('expected one of an incident')
    expect(endsTooEarly(asked, ALERT, { incidents, monthSeconds: MONTH })).toEqual(expected)
  })
})
