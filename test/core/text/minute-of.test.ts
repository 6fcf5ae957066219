import { expect, it } from 'vitest'
import { minuteOf } from '../../../core/text/minute-of.ts'

it('leaves the seconds of an instant out', () => {
  expect(minuteOf('2026-11-26T18:00:59.999Z')).toBe('2026-11-26 18:00')
})
