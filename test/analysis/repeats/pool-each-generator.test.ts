import { describe, expect, it } from 'vitest'
import { judgeRun } from '../../../analysis/judge-run.ts'
import { judgeRuns } from '../../../analysis/repeats/judge-runs.ts'
import { poolEachGenerator } from '../../../analysis/repeats/pool-each-generator.ts'
import { poolRuns } from '../../../analysis/repeats/pool-runs.ts'
import type { GeneratorFacts } from '../../../core/run/generators/generator-facts.ts'
import type { LoadProblem } from '../../../core/run/load-problem.ts'
import type { RunRecord } from '../../../core/run/run-record.ts'
import { generatorFacts, generatorMachine } from '../../support/generator-facts.ts'
import { latenciesOf } from '../../support/sample-load.ts'
import { evenly, loadOf, phaseWindows } from '../support/load-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

const PHASES = phaseWindows([
  { name: 'warm-up', seconds: 2, measured: false },
  { name: 'steady', seconds: 10 },
])
const LATE = latenciesOf(...Array<number>(100).fill(0.5))

function far(number: number, apartAtMostSeconds: number | null, facts: Partial<GeneratorFacts> = {}): GeneratorFacts {
  const clock = apartAtMostSeconds === null ? null : { apartAtMostSeconds }
  return generatorFacts(number, { machine: generatorMachine(number, clock), arrivals: [30, 150], ...facts })
}

function runOf(generators: readonly GeneratorFacts[], problems: RunRecord['load']['problems'] = []): RunRecord {
  const load = loadOf(
    PHASES,
    evenly(0, 12, 30, () => ({ serviceTime: 0.05 })),
    { generators, problems },
  )
  return runRecordOf({ load, sla: ['p95 < 1s'] })
}

function together(records: readonly RunRecord[]) {
  const [{ run }] = records as [RunRecord]
  return judgeRuns({ records, reports: records.map((record) => judgeRun(record)), pooled: poolRuns(records) }, run)
}

describe('generators over several runs', () => {
  it('add up what each did, and keep the clock of the run in which it was furthest away', () => {
    const report = together([runOf([far(1, 0.002), far(2, 0.003)]), runOf([far(1, 0.004), far(2, 0.001)])])
    const { generators, clocks, fit } = report.generator
    expect(generators?.map(({ requests, fit, reasons }) => [requests, fit, reasons])).toEqual([
      [2000, true, []],
      [2000, true, []],
    ])
    expect(generators?.map(({ clock }) => clock?.apartAtMostSeconds)).toEqual([0.004, 0.003])
    expect({ clocks, fit }).toEqual({ clocks: { apartAtMostSeconds: 0.004, generator: 1, run: 2 }, fit: true })
    expect(report.repeats?.runs.map(({ generators: each }) => each)).toEqual([
      { count: 2, unfit: [], apartAtMostSeconds: 0.003 },
      { count: 2, unfit: [], apartAtMostSeconds: 0.004 },
    ])
  })

  it('are unfit where they were in one run, which is named', () => {
    const report = together([
      runOf([far(1, 0.002), far(2, 0.002)]),
      runOf([far(1, 0.002), far(2, 0.002, { sendLag: LATE })]),
    ])
    expect(report.verdict).toBe('inconclusive')
    expect(report.generator.generators?.map(({ overloaded, fit }) => [overloaded, fit])).toEqual([
      [false, true],
      [true, false],
    ])
    expect(report.generator.generators?.[1]?.reasons).toEqual([expect.stringMatching(/^Run 2: 100 of 100 requests/)])
    expect(report.generator.reasons.join(' ')).toContain(
      'Run 2: Generator overloaded: generator 2 of 2 (load-2 on host-2).',
    )
    expect(report.repeats?.runs.map(({ generators }) => generators?.unfit)).toEqual([[], [2]])
  })

  it('count as one that was lost, in the first run in which they were, with what is lost of all', () => {
    const loss = (lost: number): LoadProblem => ({
      kind: 'generator-lost',
      ...{ generator: 2, generators: 2, atSeconds: 5, reason: 'silent', lost, cutPhases: [1] },
    })
    const lost = (requests: number) => far(2, 0.002, { lost: { atSeconds: 5, reason: 'silent', requests } })
    const report = together([
      runOf([far(1, 0.002), far(2, 0.002)]),
      runOf([far(1, 0.002), lost(20)], [loss(20)]),
      runOf([far(1, 0.002), lost(70)], [loss(70)]),
    ])
    expect(report.generator.lost).toBe(1)
    expect(report.generator.generators?.[1]?.lost).toEqual({ atSeconds: 5, reason: 'silent', requests: 90, run: 2 })
    expect(report.repeats?.runs.map(({ generators }) => generators?.unfit)).toEqual([[], [2], [2]])
  })

  it('have no clock where it was never read in one of them: that one is said', () => {
    const report = together([runOf([far(1, 0.002), far(2, 0.002)]), runOf([far(1, 0.002), far(2, null)])])
    expect(report.generator.clocks).toEqual({ apartAtMostSeconds: null, generator: 2, run: 2 })
    expect(report.generator.generators?.[1]?.clock).toBeNull()
  })

  it('keep their places on the common axis, also where one is missing in a run', () => {
    const interval = { startSeconds: 1, endSeconds: 2, ...{ cpuShare: 1, eventLoopUtilization: 1 } }
    const facts = { intervals: [{ ...interval, waitingForCoreShare: 0, saturatedSeconds: 0, backlog: 0 }] }
    const loads = [runOf([far(1, 0.002, facts), far(2, 0.002)]), runOf([far(1, 0.002, facts)])].map(({ load }) => load)
    const [one, two] = poolEachGenerator(loads, [0, 13], 2)
    expect(one?.intervals.map(({ startSeconds }) => startSeconds)).toEqual([1, 14])
    expect([one?.arrivals, two?.arrivals]).toEqual([
      [30, 150, 30, 150],
      [30, 150, 0, 0],
    ])
  })

  it('are none where one thread was all there was', () => {
    expect(poolEachGenerator([loadOf(PHASES, [])], [0], 2)).toEqual([])
  })
})
