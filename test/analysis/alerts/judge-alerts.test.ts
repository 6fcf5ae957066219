import { describe, expect, it } from 'vitest'
import { judgeAlerts } from '../../../analysis/alerts/judge-alerts.ts'
import type { AlertFinding } from '../../../core/report/report.ts'
import type { AlertExpectation, AlertState } from '../../../core/run/alert.ts'
import type { PrometheusRecord } from '../../../core/run/prometheus-record.ts'
import { evenly, loadOf, phaseWindows } from '../support/load-of.ts'
import { alertOf, P95_EXPRESSION, prometheusRecordOf } from '../support/prometheus-record-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

// baseline 0 to 20, spike 20 to 40, recovery 40 to 100
const PHASES = phaseWindows([
  { name: 'baseline', seconds: 20 },
  { name: 'spike', seconds: 20 },
  { name: 'recovery', seconds: 60 },
])
const LOAD = loadOf(
  PHASES,
  evenly(0, 100, 2, () => ({ serviceTime: 0.1 })),
)

const NO_ESTIMATE = `${P95_EXPRESSION} returned nothing, or NaN`

type Transitions = readonly (readonly [number, AlertState])[]

function findingOf(
  expectation: AlertExpectation,
  transitions: Transitions,
  prometheus: Partial<PrometheusRecord> = {},
): AlertFinding {
  const watched = prometheusRecordOf([1], [], {
    end: 100,
    alerts: [alertOf('HighLatency', transitions)],
    ...prometheus,
  })
  return judgeAlerts(runRecordOf({ load: LOAD, prometheus: watched, alerts: [expectation] }))[0] as AlertFinding
}

const fires: AlertExpectation = {
  alert: 'HighLatency',
  kind: 'fires',
  fires: { after: 'spike', withinSeconds: 25 },
  resolves: null,
}
const firesAndResolves: AlertExpectation = { ...fires, resolves: { after: 'recovery', withinSeconds: 50 } }
const never: AlertExpectation = { alert: 'HighLatency', kind: 'never' }

describe('fires after spike within 25s', () => {
  const cases: readonly {
    readonly what: string
    readonly transitions: Transitions
    readonly finding: string
    readonly detection: number | null
    readonly reason: string
  }[] = [
    {
      what: 'in time',
      transitions: [
        [0, 'inactive'],
        [25, 'pending'],
        [35, 'firing'],
        [60, 'inactive'],
      ],
      finding: 'pass',
      detection: 15,
      reason: 'It fired 15s after spike began.',
    },
    {
      what: 'at the very deadline',
      transitions: [
        [0, 'inactive'],
        [45, 'firing'],
      ],
      finding: 'pass',
      detection: 25,
      reason: 'It fired 25s after spike began.',
    },
    {
      what: 'too late',
      transitions: [
        [0, 'inactive'],
        [50, 'firing'],
      ],
      finding: 'fail',
      detection: 30,
      reason: 'It fired only 30s after spike began, later than the 25s allowed.',
    },
    {
      what: 'not at all',
      transitions: [
        [0, 'inactive'],
        [25, 'pending'],
        [30, 'inactive'],
      ],
      finding: 'fail',
      detection: null,
      reason: 'It did not fire within 25s after spike began.',
    },
    {
      what: 'firing already when the spike began: that detects nothing',
      transitions: [
        [0, 'inactive'],
        [10, 'firing'],
      ],
      finding: 'fail',
      detection: null,
      reason: 'It was already firing when spike began, so it did not detect that phase.',
    },
    {
      what: 'fired before, resolved, and fired again for the spike',
      transitions: [
        [0, 'inactive'],
        [5, 'firing'],
        [12, 'inactive'],
        [30, 'firing'],
      ],
      finding: 'pass',
      detection: 10,
      reason: 'It fired 10s after spike began, and had also fired before.',
    },
    {
      what: 'never evaluated',
      transitions: [],
      finding: 'inconclusive',
      detection: null,
      reason: 'Its rule was never evaluated.',
    },
  ]
  it.each(cases)('$what: $finding', ({ transitions, finding, detection, reason }) => {
    expect(findingOf(fires, transitions)).toMatchObject({
      name: 'HighLatency',
      expected: 'fires within 25s after spike begins',
      finding,
      detectionSeconds: detection,
      resolutionSeconds: null,
      reason,
    })
  })

  const pendingFrom = (at: number, firingAt: number): Transitions => [
    [0, 'inactive'],
    [at, 'pending'],
    [firingAt, 'firing'],
  ]

  it.each([
    ['since the baseline', pendingFrom(5, 35), 'inconclusive'],
    ['since a moment before the spike', pendingFrom(19, 44), 'inconclusive'],
    ['since the spike', pendingFrom(20, 45), 'pass'],
    // Of several label sets, another one was pending before.
    ['for longer than its for', pendingFrom(10, 44), 'pass', 20],
  ] as const)('that it held %s is a %s', (_, transitions, finding, forSeconds: number = 30) => {
    const alerts = [{ ...alertOf('HighLatency', transitions), forSeconds }]
    expect(findingOf(fires, transitions, { alerts }).finding).toBe(finding)
  })

  it('says since when its condition had held', () => {
    expect(findingOf(fires, pendingFrom(5, 35)).reason).toBe(
      'It fired 15s after spike began, but its condition had held since 15s before that phase, so that it may have fired without it.',
    )
  })

  it('passes where its condition held in the warm-up: that is traffic of the phase to come', () => {
    const phases = phaseWindows([
      { name: 'warm-up', seconds: 20, measured: false },
      { name: 'spike', seconds: 80 },
    ])
    const load = loadOf(
      phases,
      evenly(0, 100, 2, () => ({ serviceTime: 0.1 })),
    )
    const watched = prometheusRecordOf([1], [], {
      end: 100,
      alerts: [alertOf('HighLatency', pendingFrom(3, 33))],
    })
    const [found] = judgeAlerts(runRecordOf({ load, prometheus: watched, alerts: [fires] }))
    expect(found?.finding).toBe('pass')
  })

  it('is inconclusive where the run ended before the deadline', () => {
    const estimates = Array.from({ length: 40 }, (_, atSeconds) => ({ atSeconds, value: 0.2 }))
    expect(findingOf(fires, [[0, 'inactive']], { estimates })).toMatchObject({
      finding: 'inconclusive',
      reason: 'It had not fired when the run ended at 39s, before the deadline of 25s after spike began.',
    })
  })

  it('is inconclusive where its rule had no data', () => {
    const estimates = Array.from({ length: 101 }, (_, atSeconds) => ({ atSeconds, value: atSeconds < 20 ? 0.1 : null }))
    expect(findingOf(fires, [[0, 'inactive']], { estimates })).toMatchObject({
      finding: 'inconclusive',
      reason: `It did not fire within 25s after spike began, but its rule had no data: ${NO_ESTIMATE}.`,
    })
  })

  it('is inconclusive where the run never reached the phase', () => {
    const unreached: AlertExpectation = { ...fires, fires: { after: 'surge', withinSeconds: 25 } }
    expect(findingOf(unreached, [[0, 'inactive']])).toMatchObject({
      finding: 'inconclusive',
      reason: 'The run did not reach phase surge.',
    })
  })
})

describe('and resolves after recovery within 50s', () => {
  const cases: readonly {
    readonly what: string
    readonly transitions: Transitions
    readonly finding: string
    readonly resolution: number | null
    readonly reason: string
  }[] = [
    {
      what: 'in time',
      transitions: [
        [0, 'inactive'],
        [30, 'firing'],
        [70, 'inactive'],
      ],
      finding: 'pass',
      resolution: 30,
      reason: 'It resolved 30s after recovery began.',
    },
    {
      what: 'before the recovery even began',
      transitions: [
        [0, 'inactive'],
        [30, 'firing'],
        [38, 'inactive'],
      ],
      finding: 'pass',
      resolution: -2,
      reason: 'It resolved 2s before recovery began.',
    },
    {
      what: 'too late',
      transitions: [
        [0, 'inactive'],
        [30, 'firing'],
        [95, 'inactive'],
      ],
      finding: 'fail',
      resolution: 55,
      reason: 'It resolved only 55s after recovery began, later than the 50s allowed.',
    },
    {
      what: 'not at all',
      transitions: [
        [0, 'inactive'],
        [30, 'firing'],
      ],
      finding: 'fail',
      resolution: null,
      reason: 'It was still firing 50s after recovery began.',
    },
    {
      what: 'resolved, then fired again before the deadline',
      transitions: [
        [0, 'inactive'],
        [30, 'firing'],
        [50, 'inactive'],
        [60, 'firing'],
      ],
      finding: 'fail',
      resolution: null,
      reason: 'It was still firing 50s after recovery began.',
    },
    {
      what: 'fired again after the deadline: that is another matter',
      transitions: [
        [0, 'inactive'],
        [30, 'firing'],
        [50, 'inactive'],
        [95, 'firing'],
      ],
      finding: 'pass',
      resolution: 10,
      reason: 'It resolved 10s after recovery began.',
    },
  ]
  it.each(cases)('$what: $finding', ({ transitions, finding, resolution, reason }) => {
    expect(findingOf(firesAndResolves, transitions)).toMatchObject({
      expected: 'fires within 25s after spike begins, resolves within 50s after recovery begins',
      finding,
      detectionSeconds: 10,
      resolutionSeconds: resolution,
      reason: `It fired 10s after spike began. ${reason}`,
    })
  })

  it('fails where it never fired', () => {
    expect(findingOf(firesAndResolves, [[0, 'inactive']])).toMatchObject({
      finding: 'fail',
      reason: 'It did not fire within 25s after spike began. It never fired, so there was nothing to resolve.',
    })
  })

  it('is inconclusive where it resolved because its rule had no data', () => {
    const estimates = Array.from({ length: 101 }, (_, atSeconds) => ({ atSeconds, value: atSeconds < 70 ? 2 : null }))
    expect(
      findingOf(
        firesAndResolves,
        [
          [0, 'inactive'],
          [30, 'firing'],
          [70, 'inactive'],
        ],
        { estimates },
      ),
    ).toMatchObject({
      finding: 'inconclusive',
      reason: `It fired 10s after spike began. It resolved 30s after recovery began, but only because its rule had no data: ${NO_ESTIMATE}.`,
    })
  })

  it('is inconclusive where the run ended while it was firing', () => {
    const estimates = Array.from({ length: 80 }, (_, atSeconds) => ({ atSeconds, value: 2 }))
    expect(
      findingOf(
        firesAndResolves,
        [
          [0, 'inactive'],
          [30, 'firing'],
        ],
        { estimates },
      ),
    ).toMatchObject({
      finding: 'inconclusive',
      reason:
        'It fired 10s after spike began. It was still firing when the run ended at 79s, before the deadline of 50s after recovery began.',
    })
  })

  it('proves no recovery where it is not known whether the rule had data', () => {
    const other = { expression: 'some_other:expression', quantile: 0.95, rangeSeconds: 60 }
    const estimates = Array.from({ length: 101 }, (_, atSeconds) => ({ atSeconds, value: null }))
    const transitions: Transitions = [
      [0, 'inactive'],
      [30, 'firing'],
      [70, 'inactive'],
    ]
    expect(findingOf(firesAndResolves, transitions, { estimates, estimate: other }).finding).toBe('inconclusive')
  })
})

describe('never', () => {
  const NO_DATA = Array.from({ length: 101 }, (_, atSeconds) => ({ atSeconds, value: null }))
  it.each([
    {
      what: 'silent',
      transitions: [[0, 'inactive']] as Transitions,
      prometheus: {},
      finding: 'pass',
      reason: 'It did not fire.',
    },
    {
      what: 'pending is not firing',
      transitions: [
        [0, 'inactive'],
        [9, 'pending'],
        [15, 'inactive'],
      ] as Transitions,
      prometheus: {},
      finding: 'pass',
      reason: 'It did not fire.',
    },
    {
      what: 'fired once',
      transitions: [
        [0, 'inactive'],
        [44, 'firing'],
        [50, 'inactive'],
      ] as Transitions,
      prometheus: {},
      finding: 'fail',
      reason: 'It fired at 44s of the run.',
    },
    {
      what: 'silent for want of data',
      transitions: [[0, 'inactive']] as Transitions,
      prometheus: { estimates: NO_DATA },
      finding: 'inconclusive',
      reason: `It did not fire, but its rule had no data: ${NO_ESTIMATE}.`,
    },
    {
      what: 'never evaluated',
      transitions: [] as Transitions,
      prometheus: {},
      finding: 'inconclusive',
      reason: 'Its rule was never evaluated.',
    },
  ])('$what: $finding', ({ transitions, prometheus, finding, reason }) => {
    expect(findingOf(never, transitions, prometheus)).toMatchObject({ expected: 'never fires', finding, reason })
  })
})

describe('judgeAlerts', () => {
  it('lists an alert without an expectation and does not judge it', () => {
    const prometheus = prometheusRecordOf([1], [], { end: 100, alerts: [alertOf('Other', [[0, 'inactive']])] })
    expect(judgeAlerts(runRecordOf({ load: LOAD, prometheus }))).toMatchObject([
      { name: 'Other', expected: null, finding: null, reason: 'The scenario states no expectation for this alert.' },
    ])
  })

  it('is inconclusive for an unknown alert and for a run without metrics', () => {
    const prometheus = prometheusRecordOf([1], [], { end: 100 })
    expect(judgeAlerts(runRecordOf({ load: LOAD, prometheus, alerts: [never] }))).toMatchObject([
      { finding: 'inconclusive', reason: 'No alert rule named HighLatency was evaluated.' },
    ])
    expect(judgeAlerts(runRecordOf({ load: LOAD, alerts: [never] }))).toMatchObject([
      { finding: 'inconclusive', reason: 'No metrics were scraped, so no rule was evaluated.' },
    ])
  })

  it("gives the rule's estimate when it fired, beside the exact quantile of the same window", () => {
    const transitions: Transitions = [
      [0, 'inactive'],
      [30, 'firing'],
    ]
    const estimates = Array.from({ length: 101 }, (_, atSeconds) => ({ atSeconds, value: atSeconds / 10 }))
    expect(findingOf(fires, transitions, { estimates }).atFiring).toEqual({
      atSeconds: 30,
      quantile: 0.95,
      estimate: 3,
      exact: 0.1,
    })
    expect(findingOf(fires, [[0, 'inactive']]).atFiring).toBeUndefined()
  })
})

it('proves nothing where the value of the rule says nothing about the service', () => {
  const message = 'histogram_quantile takes a quantile from 0 to 1, got 95'
  const finding = { rule: 'HighLatency', line: 1, severity: 'error' as const, message, meaningless: true }
  const firing: Transitions = [
    [0, 'inactive'],
    [25, 'firing'],
  ]
  const rules = (alert: string) => ({ rules: [{ ...finding, alerts: [alert] }] })
  expect(findingOf(fires, firing, rules('HighLatency'))).toMatchObject({
    finding: 'inconclusive',
    reason: `Its rule (line 1) says nothing about the service: ${message}. It fired 5s after spike began.`,
  })
  expect(findingOf(never, firing, rules('HighLatency')).finding).toBe('inconclusive')
  expect(findingOf(never, firing, rules('Other')).finding).toBe('fail')
})

describe('a rule that can never fire', () => {
  const rules = {
    rules: [
      {
        rule: 'HighLatency',
        file: 'prometheus/rules/a.rules.yml',
        line: 7,
        severity: 'error' as const,
        message: '> 5s can never hold: the largest finite bound of x is 5s',
        meaningless: false,
        neverFires: true,
        alerts: ['HighLatency'],
      },
    ],
  }
  const why = '(a.rules.yml:7): > 5s can never hold: the largest finite bound of x is 5s.'

  it('proves nothing by its silence', () => {
    expect(findingOf(never, [[0, 'inactive']], rules)).toMatchObject({
      finding: 'inconclusive',
      reason: `It did not fire, which proves nothing ${why}`,
    })
  })

  it('fails where it has to fire, and says why', () => {
    const { finding, reason } = findingOf(fires, [[0, 'inactive']], rules)
    expect([finding, reason]).toEqual(['fail', `It did not fire, and it cannot ${why}`])
  })

  it('is believed where it fired all the same', () => {
    const firing: Transitions = [
      [0, 'inactive'],
      [25, 'firing'],
    ]
    expect(findingOf(never, firing, rules)).toMatchObject({ finding: 'fail', reason: 'It fired at 25s of the run.' })
  })
})

describe('several rules of one name', () => {
  const silent = alertOf('HighLatency', [[0, 'inactive']])
  const firing = alertOf('HighLatency', [
    [0, 'inactive'],
    [25, 'firing'],
  ])

  it.each([
    ['never fails where the second one fires', never, 'fail'],
    ['fires is met where the second one does', fires, 'pass'],
  ] as const)('%s', (_, expectation, finding) => {
    expect(findingOf(expectation, [], { alerts: [silent, firing] }).finding).toBe(finding)
  })
})
