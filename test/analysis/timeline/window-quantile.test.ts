import { expect, it } from 'vitest'
import { windowQuantile } from '../../../analysis/timeline/window-quantile.ts'
import { evenly, loadOf, phaseWindows } from '../support/load-of.ts'

const load = loadOf(
  phaseWindows([{ name: 'steady', seconds: 30 }]),
  evenly(0, 30, 10, (_, due) => ({ serviceTime: Math.floor(due) + 1 })),
)

it.each([
  { what: 'the seconds that the range looks back on', at: 20, range: 10, median: 15 },
  { what: 'a second that is not over is left out', at: 20.9, range: 10, median: 15 },
  { what: 'a range longer than the run holds what there is', at: 10, range: 60, median: 5 },
  { what: 'after the end, the window empties', at: 35, range: 10, median: 28 },
])('$what', ({ at, range, median }) => {
  expect(windowQuantile(load, 0.5, at, range)).toBeCloseTo(median, 1)
})

it('is NaN without a request', () => {
  expect(windowQuantile(load, 0.5, 0, 60)).toBeNaN()
  expect(windowQuantile(load, 0.5, 100, 60)).toBeNaN()
})
