import { expect, it } from 'vitest'
import { NO_LATENCIES } from '../../../core/latency/latency-counts.ts'
import type { FlowIterations } from '../../../core/run/load-result.ts'
import { lostIterations } from '../../../load/losses/lost-iterations.ts'

const came = (change: Partial<FlowIterations>): FlowIterations => ({
  phase: 0,
  flow: 0,
  offered: 10,
  completed: 10,
  failures: [],
  duration: NO_LATENCIES,
  ...change,
})
const scheduled = (count: number, flow = 0) => ({ second: 0, phase: 0, request: flow, count })

it.each<[string, ReturnType<typeof scheduled>[], FlowIterations[], object[]]>([
  ['none where all ended', [scheduled(10)], [came({})], []],
  [
    'those that had begun',
    [scheduled(10)],
    [came({ completed: 7, failures: [{ step: 0, kind: 'status', count: 1 }] })],
    [{ flow: 0, offered: 0, lost: 2 }],
  ],
  ['those that were to begin', [scheduled(14)], [came({})], [{ flow: 0, offered: 4, lost: 4 }]],
  [
    'both, and of each flow',
    [scheduled(14), scheduled(3, 1)],
    [came({ completed: 9 })],
    [
      { flow: 0, offered: 4, lost: 5 },
      { flow: 1, offered: 3, lost: 3 },
    ],
  ],
  ['those of users who stay: what had begun', [], [came({ completed: 8 })], [{ flow: 0, offered: 0, lost: 2 }]],
])('are %s', (_, schedule, known, lost) => {
  expect(lostIterations(schedule, known)).toMatchObject(lost)
  expect(lostIterations(schedule, known)).toHaveLength(lost.length)
})
