import { expect, it } from 'vitest'
import { generatorState } from '../../../reports/figures/generator-state.ts'

it.each([
  [{ fit: true, saturated: false, overloaded: false }, 'on schedule'],
  [{ fit: true, saturated: true, overloaded: false }, 'saturated'],
  [{ fit: false, saturated: true, overloaded: false }, 'saturated'],
  [{ fit: false, saturated: true, overloaded: true }, 'overloaded'],
  [{ fit: false, saturated: false, overloaded: false }, 'overloaded'],
])('%j is %s', (generator, state) => {
  expect(generatorState(generator)).toBe(state)
})
