import { expect, it } from 'vitest'
import { chooseEngine } from '../../../core/scenario/load-engine.ts'

it('takes the engine that is asked for, and autocannon where the choice is left to it', () => {
  expect(chooseEngine('raw')).toEqual({ name: 'raw', reason: 'asked for' })
  expect(chooseEngine('autocannon')).toEqual({ name: 'autocannon', reason: 'asked for' })
  expect(chooseEngine('auto')).toEqual({ name: 'autocannon', reason: 'the default' })
})
