import { describe, expect, it } from 'vitest'
import { dueForRecycling, idleLimitSeconds } from '../../../load/connections/recycling.ts'

describe('how long a connection may be idle', () => {
  it.each([
    ['a second less than the service keeps it', 5, 4],
    ['half of it where it is short', 1, 0.5],
    ['nothing where the service keeps nothing', 0, 0],
  ])('%s', (_, keepAliveSeconds, limit) => {
    expect(idleLimitSeconds(keepAliveSeconds)).toBe(limit)
  })
})

describe('renewal', () => {
  const idle = Array.from({ length: 20 }, (_, i) => ({ idleSinceSeconds: 100 - i }))

  it('recycles the connections that have been idle longest, a tenth at once', () => {
    expect(dueForRecycling(idle, 5, 200)).toEqual([{ idleSinceSeconds: 81 }, { idleSinceSeconds: 82 }])
  })

  it('recycles only connections that are due', () => {
    expect(dueForRecycling(idle, 5, 85.5)).toEqual([{ idleSinceSeconds: 81 }])
    expect(dueForRecycling(idle, 5, 84.9)).toEqual([])
  })
})
