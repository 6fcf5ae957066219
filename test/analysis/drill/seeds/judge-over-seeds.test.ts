import { describe, expect, it } from 'vitest'
import { parseDrillExpectation } from '../../../../analysis/drill/drill-expectation.ts'
import { judgeOverSeeds } from '../../../../analysis/drill/seeds/judge-over-seeds.ts'
import type { SeedFindings } from '../../../../analysis/drill/seeds/seed-findings.ts'
import { SeedTally } from '../../../../analysis/drill/seeds/seed-tally.ts'
import { NO_CONDITION_SEEN } from '../../../../core/condition-seen.ts'
import type { DrillDetection, DrilledAlert } from '../../../../core/report/drill-report.ts'
import type { CannotHold } from '../../../../core/run/alert-evidence.ts'
import { drilledAlert } from '../../../support/sample-drills.ts'
import { DETECTED, MISSED } from '../../support/detections.ts'

const LATE: DrillDetection = { ...DETECTED, notifiedAfterSeconds: 900 }
const BEFORE: DrillDetection = { ...MISSED, outcome: 'already-firing' }

/** So many seeds of each. */
type Seeds = readonly (readonly [count: number, detection: DrillDetection, failed?: boolean])[]

const SLOW = drilledAlert('Slow', {})
/** It pages every hour for nothing. */
const NOISY = drilledAlert('Slow', {}, { quiet: { ...quietOf(SLOW), firings: 720, pages: 720, pagesPerDay: noisy() } })
const MUTED = drilledAlert('Slow', {}, { toldAtTimes: true })
const UNKNOWN = drilledAlert('Unknown', {}, { outcome: 'not-simulated', problem: 'no series', quiet: null })
const AT_1 = [{ name: 'outage', month: 0, fromSeconds: 1, toSeconds: 300 }]
const BESIDE = { incidents: [{ name: 'other', month: 0, fromSeconds: 0, toSeconds: 300 }, ...AT_1] }
const FACTS = {
  incidents: [{ name: 'outage', month: 0, fromSeconds: 0, toSeconds: 300 }],
  monthSeconds: 30 * 86_400,
  interrupted: false,
  hasRequests: true,
  cannotHold: new Map<DrilledAlert, CannotHold>(),
  requiredShare: 0.9,
  hasObjectives: true,
}

const WITHOUT_PARTNERS: CannotHold = { kind: 'without-data', lacks: [{ kind: 'noResult', expression: 'a / b' }] }
const IMPOSSIBLE: CannotHold = { kind: 'never', message: 'a share > 5 can never hold' }

function quietOf({ quiet }: DrilledAlert): NonNullable<DrilledAlert['quiet']> {
  if (quiet === null) throw new Error('expected quiet months')
  return quiet
}

function noisy() {
  return { estimate: 24, low: 22, high: 26 }
}

function judge(
  text: string,
  seeds: Seeds,
  alerts: readonly DrilledAlert[] = [SLOW],
  facts: Partial<typeof FACTS> = {},
) {
  const expectation = parseDrillExpectation(text)
  const simulated = alerts.filter(({ outcome }) => outcome === 'evaluated')
  const tally = new SeedTally(simulated, [expectation])
  let seed = 1
  for (const [count, detection, failed = false] of seeds)
    for (let i = 0; i < count; i++) tally.add(seed++, seedOf(detection, failed, simulated))
  const [first = MISSED] = seeds.map(([, detection]) => detection)
  const judged = alerts.map((alert): DrilledAlert => {
    const place = simulated.indexOf(alert)
    return place < 0 ? alert : { ...alert, detections: [first], overSeeds: [...tally.incidentsOf(place, 30)] }
  })
  const cannotHold = new Map([...(facts.cannotHold ?? [])].map(([alert, why]) => [judged[alerts.indexOf(alert)], why]))
  return judgeOverSeeds(expectation, judged, tally.answersTo(0), { ...FACTS, ...facts, cannotHold } as typeof FACTS)
}

/** Of several alerts, the first does what is asked about, and the others nothing. */
function seedOf(detection: DrillDetection, failed: boolean, alerts: readonly DrilledAlert[]): SeedFindings {
  const failures = failed ? [{ message: 'x', evaluations: 1 }] : []
  return {
    ...{ quietMonths: 1, incidentMonths: 1, requests: 100, failed: 1 },
    alerts: alerts.map((alert) => ({
      detections: [detection],
      quiet: [{ ...quietOf(alert), firings: alert.quiet?.firings ?? 0 }],
      failures,
      condition: NO_CONDITION_SEEN,
    })),
  }
}

describe('judgeOverSeeds', () => {
  it.each<[string, string, Seeds, string, string[]]>([
    // 0.9^36 is below 2.5%, 0.9^35 is not.
    ['all of enough seeds', 'pages within 10m of outage', [[36, DETECTED]], 'pass', []],
    ['all of too few seeds', 'pages within 10m of outage', [[35, DETECTED]], 'inconclusive', ['interval']],
    [
      'nearly all of many',
      'pages within 10m of outage',
      [
        [97, DETECTED],
        [3, MISSED],
      ],
      'pass',
      [],
    ],
    [
      'some',
      'pages within 10m of outage',
      [
        [90, DETECTED],
        [10, MISSED],
      ],
      'inconclusive',
      ['interval'],
    ],
    [
      'too few',
      'pages within 10m of outage',
      [
        [80, DETECTED],
        [20, MISSED],
      ],
      'fail',
      [],
    ],
    ['none', 'pages within 10m of outage', [[4, MISSED]], 'fail', []],
    ['pages that come too late', 'pages within 10m of outage', [[50, LATE]], 'fail', []],
    ['pages at any time', 'pages for outage', [[50, LATE]], 'pass', []],
    ['a state alone', 'fires within 1m of outage', [[50, DETECTED]], 'pass', []],
    ['a state that stays too long', 'resolves within 4m of outage', [[50, DETECTED]], 'fail', []],
    ['a budget', 'pages before 10% of the budget for outage', [[50, DETECTED]], 'pass', []],
    ['a budget that is burnt', 'pages before 5% of the budget for outage', [[50, DETECTED]], 'fail', []],
    ['one seed alone', 'pages for outage', [[1, DETECTED]], 'inconclusive', ['interval']],
    // Of these seeds it cannot be told: they count as neither.
    [
      'few that fired before',
      'pages for outage',
      [
        [99, DETECTED],
        [1, BEFORE],
      ],
      'pass',
      [],
    ],
    [
      'many that fired before',
      'pages for outage',
      [
        [60, DETECTED],
        [40, BEFORE],
      ],
      'inconclusive',
      ['already-firing'],
    ],
    [
      'misses beside some that fired before',
      'pages for outage',
      [
        [95, MISSED],
        [5, BEFORE],
      ],
      'fail',
      [],
    ],
    [
      'failed evaluations',
      'pages for outage',
      [
        [60, DETECTED],
        [40, MISSED, true],
      ],
      'inconclusive',
      ['failed'],
    ],
    [
      'failed evaluations, and too few seeds however they are counted',
      'pages for outage',
      [
        [10, DETECTED],
        [10, MISSED, true],
      ],
      'inconclusive',
      ['failed', 'interval'],
    ],
    [
      'silence that is broken once',
      'never pages for outage',
      [
        [999, MISSED],
        [1, DETECTED],
      ],
      'fail',
      [],
    ],
    ['silence', 'never pages for outage', [[100, MISSED]], 'pass', []],
    [
      'silence of what fired before',
      'never pages for outage',
      [
        [99, MISSED],
        [1, BEFORE],
      ],
      'inconclusive',
      ['already-firing'],
    ],
    [
      'silence with failed evaluations',
      'never pages for outage',
      [
        [99, MISSED],
        [1, MISSED, true],
      ],
      'inconclusive',
      ['failed'],
    ],
    ['no seed at all', 'pages for outage', [], 'inconclusive', ['not-simulated']],
  ])('%s: %s, %j: %s', (_, text, seeds, finding, doubts) => {
    expect(judge(text, seeds)).toMatchObject({ finding, doubts })
  })

  it.each<[string, string, Seeds, readonly DrilledAlert[], Partial<typeof FACTS>, string, string[]]>([
    [
      'a share that is asked for',
      'pages for outage',
      [[100, DETECTED]],
      [SLOW],
      { requiredShare: 0.99 },
      'inconclusive',
      ['interval'],
    ],
    // Of ten minutes 39% have a firing without any incident. These are five times as many as so much time has by itself.
    ['more pages than chance explains', 'pages within 10m of outage', [[100, DETECTED]], [NOISY], {}, 'pass', []],
    [
      'pages that are a sign, but not that all are',
      'pages within 10m of outage',
      [[36, DETECTED]],
      [NOISY],
      {},
      'inconclusive',
      ['by-chance', 'interval'],
    ],
    [
      'pages that chance explains',
      'pages within 10m of outage',
      [
        [40, DETECTED],
        [60, MISSED],
      ],
      [NOISY],
      { requiredShare: 0.2 },
      'inconclusive',
      ['by-chance'],
    ],
    [
      'what may be over late because it fired anew',
      'resolves within 4m of outage',
      [[100, DETECTED]],
      [NOISY],
      {},
      'inconclusive',
      ['by-chance'],
    ],
    // A third of the seeds have a page in ten minutes without any incident.
    [
      'pages that chance explains, of what is never to page',
      'never pages for outage',
      [
        [70, MISSED],
        [30, DETECTED],
      ],
      [NOISY],
      {},
      'inconclusive',
      ['by-chance'],
    ],
    [
      'more pages than chance explains',
      'never pages for outage',
      [
        [40, MISSED],
        [60, DETECTED],
      ],
      [NOISY],
      {},
      'fail',
      [],
    ],
    [
      'firings that nobody is told of',
      'never pages for outage',
      [[100, { ...DETECTED, notifiedAfterSeconds: null }]],
      [SLOW],
      {},
      'pass',
      [],
    ],
    [
      'pages by a route that is mute at times',
      'pages for outage',
      [[100, DETECTED]],
      [MUTED],
      {},
      'inconclusive',
      ['mute-times'],
    ],
    ['firings of what is told by such a route', 'fires for outage', [[100, DETECTED]], [MUTED], {}, 'pass', []],
    [
      'what such a route is never to tell',
      'never pages for outage',
      [[100, DETECTED]],
      [MUTED],
      {},
      'inconclusive',
      ['mute-times'],
    ],
    ['misses of what pages by chance', 'pages for outage', [[100, MISSED]], [NOISY], {}, 'fail', []],
    [
      'an alert that is not simulated beside one that does it',
      'pages for outage',
      [[100, DETECTED]],
      [SLOW, UNKNOWN],
      {},
      'pass',
      [],
    ],
    [
      'an alert that is not simulated',
      'pages for outage',
      [[100, MISSED]],
      [SLOW, UNKNOWN],
      {},
      'inconclusive',
      ['not-simulated'],
    ],
    [
      'silence of one that is not simulated',
      'never pages for outage',
      [[100, MISSED]],
      [SLOW, UNKNOWN],
      {},
      'inconclusive',
      ['not-simulated'],
    ],
    [
      'another incident is still to be seen',
      'pages for outage',
      [[100, DETECTED]],
      [SLOW],
      BESIDE,
      'inconclusive',
      ['other-incident'],
    ],
    [
      'another incident is still to be seen',
      'never pages for outage',
      [[100, DETECTED]],
      [SLOW],
      BESIDE,
      'inconclusive',
      ['other-incident'],
    ],
    [
      'the month is over too soon',
      'pages for outage',
      [[100, MISSED]],
      [SLOW],
      { monthSeconds: 301, incidents: AT_1 },
      'inconclusive',
      ['too-short'],
    ],
    [
      'the month is over too soon',
      'never pages for outage',
      [[100, MISSED]],
      [SLOW],
      { monthSeconds: 301, incidents: AT_1 },
      'inconclusive',
      ['too-short'],
    ],
    [
      'no requests',
      'pages for outage',
      [[100, MISSED]],
      [SLOW],
      { hasRequests: false },
      'inconclusive',
      ['no-requests'],
    ],
    [
      'silence of a drill that was stopped',
      'never pages for outage',
      [[100, MISSED]],
      [SLOW],
      { interrupted: true },
      'inconclusive',
      ['interrupted'],
    ],
    [
      'what holds in a drill that was stopped',
      'pages for outage',
      [[50, DETECTED]],
      [SLOW],
      { interrupted: true },
      'pass',
      [],
    ],
    [
      'nothing of a drill that was stopped',
      'pages for outage',
      [],
      [SLOW],
      { interrupted: true },
      'inconclusive',
      ['interrupted'],
    ],
  ])('%s: %s', (_, text, seeds, alerts, facts, finding, doubts) => {
    expect(judge(text, seeds, alerts, facts)).toMatchObject({ finding, doubts })
  })

  it('says how many seeds would tell, and with so many it is told', () => {
    const { overSeeds, reason } = judge('pages for outage', [[20, DETECTED]])
    expect(overSeeds).toMatchObject({ seeds: 20, held: 20, enoughSeeds: 36 })
    expect(reason).toContain('36 seeds would tell if it goes on so (--seeds 36)')
    expect(judge('pages for outage', [[36, DETECTED]]).finding).toBe('pass')
  })

  it('names a seed in which it did not hold', () => {
    expect(
      judge('pages for outage', [
        [7, DETECTED],
        [93, MISSED],
      ]).overSeeds?.exampleSeed,
    ).toBe(8)
    const never = judge('never pages for outage', [
      [7, MISSED],
      [3, DETECTED],
    ])
    expect(never.overSeeds).toMatchObject({ held: 7, exampleSeed: 8 })
    expect(never.reason).toContain('in 3 of 10 seeds, as in seed 8 (--seed 8)')
  })

  it('says which share so many seeds without any leave possible', () => {
    expect(judge('never pages for outage', [[100, MISSED]]).reason).toContain('which leaves at most 3.62% of all (95%)')
  })

  it.each<[string, CannotHold, string, string[]]>([
    ['never fires for outage', WITHOUT_PARTNERS, 'inconclusive', ['cannot-hold']],
    ['never pages for outage', IMPOSSIBLE, 'inconclusive', ['cannot-hold']],
    ['pages for outage', WITHOUT_PARTNERS, 'inconclusive', ['cannot-hold']],
    ['pages for outage', IMPOSSIBLE, 'fail', []],
  ])('%s, of an alert whose condition could not have held: %j', (text, why, finding, doubts) => {
    const facts = { cannotHold: new Map([[SLOW, why]]) }
    expect(judge(text, [[100, MISSED]], [SLOW], facts)).toMatchObject({ finding, doubts })
  })
})
