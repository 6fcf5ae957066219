import { describe, expect, it } from 'vitest'
import { quietMonth } from '../../../analysis/drill/quiet-month.ts'

const MONTH = 30 * 86_400
const firing = (instance: string, fromSeconds: number, notifiedSeconds: number | null) => ({
  labels: { instance },
  pendingSeconds: fromSeconds,
  fromSeconds,
  toSeconds: fromSeconds + 60,
  notifiedSeconds,
})

describe('quietMonth', () => {
  it('counts instants at which somebody is told: not what nobody is told of, and one message once', () => {
    const firings = [
      firing('a', 600, 630),
      firing('b', 615, 630),
      // Over before the group has waited.
      firing('a', 90_000, null),
      firing('b', 100_000, 100_030),
    ]
    expect(quietMonth(firings, MONTH, 30)).toMatchObject({ firings: 4, pages: 2, firingSeconds: 240 })
  })
})
