import { expect, it } from 'vitest'
import { madeInconclusive } from '../../../analysis/verdict/made-inconclusive.ts'

it.each(['pass', 'fail', 'inconclusive'] as const)('puts the doubt before the reason of a %s', (finding) => {
  expect(madeInconclusive({ finding, reason: 'It fired.' }, 'Nobody looked.')).toEqual({
    finding: 'inconclusive',
    reason: 'Nobody looked. It fired.',
  })
})

it('leaves alone of what nothing is expected', () => {
  const shown = { finding: null, reason: 'It fired.' }
  expect(madeInconclusive(shown, 'Nobody looked.')).toBe(shown)
})
