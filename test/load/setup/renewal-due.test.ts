import { describe, expect, it } from 'vitest'
import type { SetupRenewal } from '../../../core/scenario/flows/setup-renewal.ts'
import { renewalDueSeconds } from '../../../load/setup/renewal-due.ts'

const renew = (more: Partial<SetupRenewal> = {}): SetupRenewal => ({
  everySeconds: null,
  beforeSeconds: null,
  onStatuses: [401],
  ...more,
})

describe('a setup is renewed', () => {
  it.each([
    ['never where nothing asks for it', null, null, Number.POSITIVE_INFINITY],
    ['never where only a status does', renew(), null, Number.POSITIVE_INFINITY],
    ['as often as the scenario says', renew({ everySeconds: 600 }), null, 600],
    ['a tenth of its lifetime before its end', null, 300, 270],
    ['a minute before it, where a tenth is more', null, 3600, 3540],
    ['as long before its end as the scenario says', renew({ beforeSeconds: 20 }), 300, 280],
    ['after half of it, where that would be earlier', renew({ beforeSeconds: 60 }), 30, 15],
    ['at the earlier of both', renew({ everySeconds: 100, beforeSeconds: 20 }), 300, 100],
    ['not more often than once a second', null, 0.5, 1],
  ])('%s', (_, when, lifetime, seconds) => {
    expect(renewalDueSeconds(when, lifetime)).toBe(seconds)
  })
})
