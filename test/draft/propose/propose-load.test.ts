import { expect, it } from 'vitest'
import { type LoadEvidence, type LoadWish, proposeLoad } from '../../../draft/propose/propose-load.ts'

const OBJECTIVES: LoadEvidence['objectives'] = [
  { text: 'p95 < 300ms', objective: { kind: 'quantile', quantile: 0.95, limitSeconds: 0.3 }, expectedShare: 0.01 },
  { text: 'errors < 1%', objective: { kind: 'errors', limitShare: 0.01 }, expectedShare: 0 },
]

function load(wish: Partial<LoadWish>, evidence: Partial<LoadEvidence> = {}) {
  const { phases, remarks } = proposeLoad(
    { rate: null, seconds: null, ...wish },
    { observedRate: null, rates: [], objectives: OBJECTIVES, session: null, ...evidence },
  )
  return [phases.map(({ seconds, fromRate, toRate }) => [seconds, fromRate, toRate]), remarks.map(({ kind }) => kind)]
}

// errors < 1% takes 368 requests without a miss: 0.99^368 ≤ 2.5%.
it.each<[string, Partial<LoadWish>, Partial<LoadEvidence>, number[][], string[]]>([
  [
    'sends as much as a minute needs',
    {},
    {},
    [
      [10, 10, 10],
      [60, 10, 10],
    ],
    [],
  ],
  [
    'sends what the service gets',
    {},
    { observedRate: 21.4 },
    [
      [10, 21, 21],
      [60, 21, 21],
    ],
    [],
  ],
  [
    'sends more where that proves nothing in a minute',
    {},
    { observedRate: 0.3 },
    [
      [10, 10, 10],
      [60, 10, 10],
    ],
    ['rate-raised'],
  ],
  [
    'begins with less than a busy service gets',
    {},
    { observedRate: 900 },
    [
      [10, 50, 50],
      [60, 50, 50],
    ],
    ['rate-lowered'],
  ],
  [
    'measures longer at a low rate that was asked for',
    { rate: 2 },
    {},
    [
      [10, 2, 2],
      [280, 2, 2],
    ],
    [],
  ],
  [
    'keeps what was asked for, and says that it proves nothing',
    { rate: 1, seconds: 60 },
    {},
    [
      [10, 1, 1],
      [60, 1, 1],
    ],
    ['few-requests', 'few-requests'],
  ],
  [
    'sends the usual rate of a log, then its highest',
    {},
    { rates: [12, 40, 12].map((requestsPerSecond, i) => ({ fromSeconds: i, lengthSeconds: 1, requestsPerSecond })) },
    [
      [10, 12, 12],
      [60, 12, 12],
      [10, 12, 40],
      [60, 40, 40],
    ],
    [],
  ],
  [
    'counts the requests of users',
    {},
    { session: { requests: 5, thinkSeconds: 40 } },
    [
      [10, 2, 2],
      [120, 2, 2],
    ],
    [],
  ],
])('%s', (_, wish, evidence, phases, remarks) => {
  expect(load(wish, evidence)).toEqual([phases, remarks])
})
