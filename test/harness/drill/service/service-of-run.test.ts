import { expect, it } from 'vitest'
import { serviceOfRun } from '../../../../harness/drill/service/service-of-run.ts'
import { latenciesOf } from '../../../support/sample-load.ts'
import { sampleRun } from '../../../support/sample-runs.ts'

function failuresOf(completed: number, unexpectedStatusCodes: Record<string, number>) {
  const { report } = sampleRun('lab')
  const total = { ...report.load.total, completed, unexpectedStatusCodes }
  const seconds = report.load.phases.map((_, phase) => ({ second: phase, phase, responseTime: latenciesOf(0.1, 0.2) }))
  const run = { folder: 'runs/1', report: { ...report, load: { ...report.load, total } }, seconds }
  return serviceOfRun(run, 'runs/latest').failures
}

it.each<[string, number, Record<string, number>, ReturnType<typeof failuresOf>]>([
  [
    'the answers that nobody expected',
    970,
    { 500: 25, 503: 5 },
    { share: 0.03, sentence: 'as 30 of the 1,000 answers of the run did, faults of the run included' },
  ],
  ['nothing where every answer was expected', 1000, {}, null],
])('what fails on any day is, by a run, %s', (_what, completed, codes, failures) => {
  expect(failuresOf(completed, codes)).toEqual(failures)
})
