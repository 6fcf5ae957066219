import { expect, it } from 'vitest'
import { judgeEach } from '../../../../analysis/generator/judge-each.ts'
import type { RepeatedRun, ReportedSingleGenerator } from '../../../../core/report/report.ts'
import {
  fitnessOfRun,
  generatorRow,
  noteworthyFirst,
  shownGenerators,
} from '../../../../reports/figures/generators/each-generator.ts'
import { loadOf, phaseWindows } from '../../../analysis/support/load-of.ts'
import { runRecordOf } from '../../../analysis/support/run-record-of.ts'
import { generatorFacts, generatorMachine } from '../../../support/generator-facts.ts'
import { singleGenerators } from '../../../support/single-generators.ts'

const lost = { atSeconds: 7, reason: 'silent', requests: 3 }
const generators = Array.from({ length: 20 }, (_, i) =>
  generatorFacts(i + 1, { machine: generatorMachine(i + 1), ...(i === 19 ? { lost } : {}) }),
)
const each = judgeEach(runRecordOf({ load: loadOf(phaseWindows([{ name: 'a', seconds: 20 }]), [], { generators }) }))

it('says of a generator where it ran, how late it was, and how its clock stood', () => {
  expect(each.slice(0, 1).map(generatorRow)).toEqual([
    {
      finding: 'pass',
      name: 'load-1',
      host: 'host-1',
      state: 'on schedule',
      rate: '50/s',
      sendLag: '400µs',
      cpu: '0%',
      startSkew: '+100µs ± 300µs',
      clock: '+5s ± 200µs, drift 10 ± 2 ppm',
    },
  ])
})

it('shows the unfit of many first, and counts the rest', () => {
  const { shown, rest } = shownGenerators(each, 4)
  expect(shown.map(({ number }) => number)).toEqual([20, 1, 2, 3])
  expect(shown.slice(0, 1).map((one) => generatorRow(one).state)).toEqual(['lost after 7s'])
  expect(rest).toBe('and 16 more, all on schedule, P99 send lag at most 400µs')
})

it('puts those first of which there is something to say, and marks a clock that was never read', () => {
  const some = singleGenerators(12, 'elsewhere', { 5: { clock: null }, 9: { fit: false, overloaded: true } })
  const { shown, others } = noteworthyFirst(some, 8)
  expect(shown.map((one) => [one.number, generatorRow(one).state, generatorRow(one).clock === 'never read'])).toEqual([
    [9, 'overloaded', false],
    [5, 'on schedule, clock not read', true],
  ])
  expect(others.map(({ number }) => number)).toEqual([1, 2, 3, 4, 6, 7, 8, 10, 11, 12])
  expect(noteworthyFirst(some, 12).shown.map(({ number }) => number)).toEqual([9, 5, 1, 2, 3, 4, 6, 7, 8, 10, 11, 12])
  expect(noteworthyFirst(singleGenerators(64, 'elsewhere'), 8).shown).toEqual([])
  expect(generatorRow(singleGenerators(1, 'thread')[0] as ReportedSingleGenerator).clock).toBe('')
})

it.each<[NonNullable<RepeatedRun['generators']> | undefined, string]>([
  [undefined, ''],
  [{ count: 4, unfit: [] }, '4 on schedule'],
  [{ count: 4, unfit: [2] }, 'unfit: 2'],
  [{ count: 64, unfit: [2, 31] }, 'unfit: 2 and 31'],
  [{ count: 64, unfit: [1, 2, 3, 4, 5] }, '5 of 64 unfit'],
])('says of one of several runs which generators were unfit (%#)', (generators, text) => {
  const run = {
    startedAt: '',
    durationSeconds: 1,
    seed: 1,
    verdict: 'pass',
    fit: true,
    offered: 1,
    completed: 1,
  } as const
  expect(
    fitnessOfRun({ ...run, ...{ failed: 0, lost: 0, p50: 1, p95: 1, p99: 1 }, ...(generators && { generators }) }),
  ).toBe(text)
})
