import { expect, it } from 'vitest'
import { boundedCount } from '../../../core/latency/latency-counts.ts'
import { IterationSums } from '../../../load/flows/iteration-sums.ts'
import { latenciesOf } from '../../support/sample-load.ts'

it('adds up what generators say again and again, by phase and flow', () => {
  const sums = new IterationSums()
  const part = { phase: 1, flow: 0, offered: 2, completed: 1, failures: [], duration: latenciesOf(1) }
  sums.add(part)
  sums.add({ ...part, failures: [{ step: 1, kind: 'status', count: 2 }], duration: latenciesOf(2) })
  sums.add({ ...part, phase: 0, failures: [] })
  sums.add({
    ...part,
    failures: [
      { step: 1, kind: 'status', count: 1 },
      { step: 0, kind: 'status', count: 1 },
    ],
  })
  const [earlier, later] = sums.sums()
  expect(earlier).toMatchObject({ phase: 0, offered: 2 })
  expect(later).toMatchObject({
    ...{ phase: 1, offered: 6, completed: 3 },
    failures: [
      { step: 1, kind: 'status', count: 3 },
      { step: 0, kind: 'status', count: 1 },
    ],
  })
  expect(later && boundedCount(later.duration)).toBe(3)
})
