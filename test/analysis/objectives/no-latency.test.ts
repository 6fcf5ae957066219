import { expect, it } from 'vitest'
import { noLatency } from '../../../analysis/objectives/no-latency.ts'
import { NOTHING_OFFERED } from '../../support/nothing-offered.ts'

it.each([
  ['nothing was due', {}, 'No request was scheduled, so there is no latency to judge.'],
  [
    'all was answered, but not as expected',
    { offered: 422, errors: 422 },
    'All 422 requests ended as errors and none got the expected response, so there is no latency to judge.',
  ],
  [
    'the run was stopped before the rest ended',
    { offered: 10, errors: 7, unfinished: 3 },
    '7 of 10 requests ended as errors and none got the expected response, so there is no latency to judge.',
  ],
  [
    'the run was stopped before anything ended',
    { offered: 2, unfinished: 2 },
    'None of the 2 requests ended before the run did, so there is no latency to judge.',
  ],
])('says that %s', (_, counts, sentence) => {
  expect(noLatency({ ...NOTHING_OFFERED, ...counts })).toBe(sentence)
})
