import { expect, it } from 'vitest'
import { generatorState } from '../../../reports/figures/generator-state.ts'

it.each([
  [{ fit: true, saturated: false, overloaded: false, lost: 0 }, 'on schedule'],
  [{ fit: true, saturated: true, overloaded: false, lost: 0 }, 'saturated'],
  [{ fit: false, saturated: true, overloaded: false, lost: 0 }, 'saturated'],
  [{ fit: false, saturated: true, overloaded: true, lost: 0 }, 'overloaded'],
  [{ fit: false, saturated: false, overloaded: false, lost: 0 }, 'overloaded'],
  [{ fit: false, saturated: false, overloaded: false, lost: 1 }, 'lost'],
  [{ fit: false, saturated: false, overloaded: true, lost: 1 }, 'overloaded'],
])('%j is %s', (generator, state) => {
  expect(generatorState(generator)).toBe(state)
})
