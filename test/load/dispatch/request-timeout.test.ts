import { describe, expect, it } from 'vitest'
import { requestDeadlineSeconds } from '../../../load/dispatch/request-timeout.ts'

describe('requestDeadlineSeconds', () => {
  it('lies the timeout after the request was sent or due', () => {
    expect(requestDeadlineSeconds(12.5, 10)).toBe(22.5)
  })

  it('is never where nothing is waiting', () => {
    expect(requestDeadlineSeconds(Number.POSITIVE_INFINITY, 10)).toBe(Number.POSITIVE_INFINITY)
  })
})
