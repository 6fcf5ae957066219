import { expect, it } from 'vitest'
import { Collector } from '../../load/collector.ts'
import { PROTOCOL_VERSION, type Timings } from '../../load/generator/protocol.ts'
import { NO_THREAD_LOAD } from '../../load/recording/thread-load.ts'
import { TimingColumns } from '../../load/recording/timings.ts'
import { loadPlan } from '../support/load-plan.ts'

const report = (backlog: number): Timings => ({
  version: PROTOCOL_VERSION,
  type: 'timings',
  atSeconds: 1,
  timings: new TimingColumns().take(),
  offered: 0,
  inFlight: 0,
  backlog,
  inFlightMax: 0,
  backlogMax: backlog,
  load: { ...NO_THREAD_LOAD, wallSeconds: 1 },
  firstErrors: [],
})

it('lists what generators report in their order, whichever is heard first', () => {
  const collector = new Collector(loadPlan('http://127.0.0.1:1', { workers: 2 }), 2)
  collector.add(1, report(11))
  collector.add(0, report(10))
  const { generator } = collector.result([], {
    phases: [],
    interrupted: false,
    problems: [],
    timers: { mode: 'sparing', reason: 'asked for' },
  })
  expect(generator.intervals.map(({ backlog }) => backlog)).toEqual([10, 11])
})
