import { expect, it } from 'vitest'
import { advise } from '../../../analysis/advice/advise.ts'
import { adviceJson } from '../../../reports/advice/advice-json.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'

it('tells a program which run it is about, and all of the advice', () => {
  const report = SAMPLE_REPORTS['failing-lab']
  const advice = advise(report)
  expect(JSON.parse(adviceJson({ report, advice }))).toEqual({
    adviceVersion: 1,
    scenario: 'lab',
    startedAt: '2026-11-23T04:36:12.345Z',
    folder: 'reports/runs/lab/2026-11-23T04-36-12Z',
    verdict: 'fail',
    advice,
  })
})
