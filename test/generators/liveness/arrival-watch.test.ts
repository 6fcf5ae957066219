import { describe, expect, it } from 'vitest'
import { ArrivalWatch } from '../../../generators/liveness/arrival-watch.ts'

describe('ArrivalWatch', () => {
  it('keeps up while messages come, however far behind they are', () => {
    const watch = new ArrivalWatch()
    for (let second = 0; second < 60; second++) expect(watch.keepUp(second + 5, second, second)).toBe(true)
  })

  it('does not where messages are missing and none comes', () => {
    const watch = new ArrivalWatch()
    expect(watch.keepUp(5, 3, 100)).toBe(true)
    expect(watch.keepUp(5, 3, 110)).toBe(true)
    expect(watch.keepUp(5, 3, 110.1)).toBe(false)
  })

  it('waits for nothing where all has come', () => {
    const watch = new ArrivalWatch()
    for (let second = 0; second < 60; second++) expect(watch.keepUp(3, 3, second)).toBe(true)
  })
})
