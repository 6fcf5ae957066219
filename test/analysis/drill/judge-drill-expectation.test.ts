import { describe, expect, it } from 'vitest'
import { parseDrillExpectation } from '../../../analysis/drill/drill-expectation.ts'
import { judgeDrillExpectation } from '../../../analysis/drill/judge-drill-expectation.ts'
import { seedFindings } from '../../../analysis/drill/seeds/seed-findings.ts'
import { NO_CONDITION_SEEN } from '../../../core/condition-seen.ts'
import type { DrillDetection, DrilledAlert } from '../../../core/report/drill-report.ts'
import type { CannotHold } from '../../../core/run/alert-evidence.ts'
import { DETECTED, MISSED } from '../support/detections.ts'

function alert(detection: DrillDetection, more: Partial<DrilledAlert> = {}, pages = 0): DrilledAlert {
  return {
    ...{
      alert: 'Slow',
      severity: 'page',
      file: 'r.yml',
      line: 1,
      group: 'g',
      expression: 'x',
      labels: { severity: 'page' },
    },
    ...{
      forSeconds: 0,
      keepFiringForSeconds: 0,
      looksBackSeconds: 300,
      model: 0,
      outcome: 'evaluated',
      problem: null,
      toldAtTimes: false,
      failures: [],
    },
    quiet: {
      days: 30,
      firings: pages,
      pages,
      pagesPerDay: { estimate: pages / 30, low: pages === 0 ? 0 : pages / 90, high: (pages + 4) / 30 },
      firingSeconds: 0,
      alwaysFiring: false,
      flaps: 0,
    },
    detections: [detection],
    overSeeds: null,
    episodes: [],
    ...more,
  }
}

const CHANCE: DrillDetection = { ...DETECTED, byChance: 0.051 }
const FACTS = {
  incidents: [{ name: 'outage', month: 0, fromSeconds: 0, toSeconds: 300 }],
  monthSeconds: 30 * 86_400,
  interrupted: false,
  hasRequests: true,
  cannotHold: new Map<DrilledAlert, CannotHold>(),
}
const judge = (text: string, alerts: readonly DrilledAlert[], facts = FACTS) =>
  judgeDrillExpectation(parseDrillExpectation(text), alerts, facts)

const notSimulated = alert(MISSED, { outcome: 'not-simulated', problem: 'no series', quiet: null, detections: [] })

const withoutPartners = alert(MISSED, { cannotHold: 'a / b returned nothing' })
const impossible = alert(MISSED, { cannotHold: 'a share > 5 can never hold' })
const cannotHold = new Map<DrilledAlert, CannotHold>([
  [withoutPartners, { kind: 'without-data', lacks: [{ kind: 'noResult', expression: 'a / b' }] }],
  [impossible, { kind: 'never', message: 'a share > 5 can never hold' }],
])

describe('an alert whose condition could not have held', () => {
  it.each<[string, DrilledAlert[], string, string[]]>([
    ['never fires for outage', [withoutPartners], 'inconclusive', ['cannot-hold']],
    ['never pages for outage', [impossible], 'inconclusive', ['cannot-hold']],
    ['never in a quiet month', [withoutPartners], 'inconclusive', ['cannot-hold']],
    ['never in a quiet month', [alert(MISSED), impossible], 'inconclusive', ['cannot-hold']],
    ['at most 30 per 30d in a quiet month', [withoutPartners], 'inconclusive', ['cannot-hold']],
    ['pages for outage', [withoutPartners], 'inconclusive', ['cannot-hold']],
    ['pages for outage', [impossible], 'fail', []],
    ['pages for outage', [withoutPartners, alert(DETECTED)], 'pass', []],
    ['never pages for outage', [withoutPartners, alert(DETECTED)], 'fail', []],
  ])('%s, for %j: %s', (text, alerts, finding, doubts) => {
    expect(judge(text, alerts, { ...FACTS, cannotHold })).toMatchObject({ finding, doubts })
  })

  it('is named with the reason', () => {
    expect(judge('never fires for outage', [withoutPartners], { ...FACTS, cannotHold }).reason).toBe(
      'Cannot be told: Slow: a / b returned nothing.',
    )
  })
})

describe('judgeDrillExpectation', () => {
  it.each<[string, DrilledAlert[], string, string[]]>([
    ['pages within 2m of outage', [alert(DETECTED)], 'pass', []],
    ['pages within 1m of outage', [alert(DETECTED)], 'fail', []],
    ['fires within 1m of outage', [alert(DETECTED)], 'pass', []],
    ['pages for outage', [alert(MISSED), alert(DETECTED)], 'pass', []],
    ['pages for outage', [alert(MISSED)], 'fail', []],
    ['pages for outage', [alert({ ...DETECTED, notifiedAfterSeconds: null })], 'fail', []],
    ['resolves within 5m of outage', [alert(DETECTED)], 'pass', []],
    ['resolves within 4m of outage', [alert(DETECTED)], 'fail', []],
    ['pages before 10% of the budget for outage', [alert(DETECTED)], 'pass', []],
    ['pages before 5% of the budget for outage', [alert(DETECTED)], 'fail', []],
    ['never pages for outage', [alert(MISSED)], 'pass', []],
    ['never pages for outage', [alert(DETECTED)], 'fail', []],
    // It fires, and nobody is told.
    ['never pages for outage', [alert({ ...DETECTED, notifiedAfterSeconds: null })], 'pass', []],
    ['never fires for outage', [alert({ ...DETECTED, notifiedAfterSeconds: null })], 'fail', []],
    ['never in a quiet month', [alert(MISSED)], 'pass', []],
    ['never in a quiet month', [alert(MISSED, {}, 1)], 'fail', []],
    ['at most 1 per 30d in a quiet month', [alert(MISSED)], 'inconclusive', ['interval']],
    ['at most 30 per 30d in a quiet month', [alert(MISSED)], 'pass', []],
    ['at most 1 per 30d in a quiet month', [alert(MISSED, {}, 30)], 'fail', []],
    // Without the evidence.
    ['pages for outage', [notSimulated], 'inconclusive', ['not-simulated']],
    ['pages for outage', [alert(DETECTED), notSimulated], 'pass', []],
    ['never pages for outage', [alert(MISSED), notSimulated], 'inconclusive', ['not-simulated']],
    ['never pages for outage', [alert(DETECTED), notSimulated], 'fail', []],
    ['never in a quiet month', [notSimulated], 'inconclusive', ['not-simulated']],
    ['pages for outage', [alert({ ...MISSED, outcome: 'already-firing' })], 'inconclusive', ['already-firing']],
    ['pages for outage', [alert(MISSED, { failures: [{ message: 'x', evaluations: 1 }] })], 'inconclusive', ['failed']],
    ['pages before 5% of the budget for outage', [alert({ ...DETECTED, burnt: [] })], 'inconclusive', ['no-objective']],
    // The tables say of it that it may be chance.
    ['pages for outage', [alert(CHANCE)], 'inconclusive', ['by-chance']],
    ['pages within 10m of outage', [alert(CHANCE)], 'inconclusive', ['by-chance']],
    ['pages before 10% of the budget for outage', [alert(CHANCE)], 'inconclusive', ['by-chance']],
    ['resolves within 5m of outage', [alert(CHANCE)], 'inconclusive', ['by-chance']],
    ['never pages for outage', [alert(CHANCE)], 'inconclusive', ['by-chance']],
    ['never pages for outage', [alert(DETECTED), alert(CHANCE)], 'fail', []],
    // However soon is asked for, and however often it fires: this page came too soon to be chance.
    ['pages within 10m of outage', [alert(DETECTED, {}, 720)], 'pass', []],
    ['never pages for outage', [alert(DETECTED, {}, 720)], 'fail', []],
    // No page came in time, by chance or not.
    ['pages within 1m of outage', [alert(CHANCE)], 'fail', []],
    // It may have fired anew by itself, and that was over late.
    ['resolves within 4m of outage', [alert(DETECTED, {}, 720)], 'inconclusive', ['by-chance']],
    ['resolves within 5m of outage', [alert(DETECTED, {}, 720)], 'pass', []],
    // A route of it is mute at times.
    ['pages for outage', [alert(DETECTED, { toldAtTimes: true })], 'inconclusive', ['mute-times']],
    ['pages for outage', [alert(DETECTED, { toldAtTimes: true }), alert(DETECTED)], 'pass', []],
    ['pages for outage', [alert(MISSED, { toldAtTimes: true })], 'fail', []],
    ['fires for outage', [alert(DETECTED, { toldAtTimes: true })], 'pass', []],
    ['never pages for outage', [alert(DETECTED, { toldAtTimes: true })], 'inconclusive', ['mute-times']],
    ['never pages for outage', [alert(MISSED, { toldAtTimes: true })], 'pass', []],
    ['never in a quiet month', [alert(MISSED, { toldAtTimes: true }, 1)], 'inconclusive', ['mute-times']],
    ['never in a quiet month', [alert(MISSED, { toldAtTimes: true }, 2), alert(MISSED, {}, 1)], 'fail', []],
    ['at most 1 per 30d in a quiet month', [alert(MISSED, { toldAtTimes: true }, 30)], 'inconclusive', ['mute-times']],
    ['severity=ticket: pages for outage', [alert(DETECTED)], 'inconclusive', ['not-simulated']],
  ])('%s, for %j: %s', (text, alerts, finding, doubts) => {
    expect(judge(text, alerts)).toMatchObject({ finding, doubts })
  })

  it('leaves open what a drill that was stopped had not come to', () => {
    const stopped = { ...FACTS, interrupted: true }
    expect(judge('pages for outage', [alert(MISSED, { detections: [] })], stopped).doubts).toEqual(['interrupted'])
  })

  it('takes no silence for proof where no requests come', () => {
    const idle = { ...FACTS, hasRequests: false }
    expect(judge('never in a quiet month', [alert(MISSED)], idle)).toMatchObject({
      finding: 'inconclusive',
      doubts: ['no-requests'],
    })
    expect(judge('pages for outage', [alert(MISSED)], idle).doubts).toEqual(['no-requests'])
  })

  it('takes a firing that nobody is told of for no page', () => {
    const untold = alert(MISSED)
    const quiet = { ...untold.quiet, days: 30, firings: 720 } as NonNullable<DrilledAlert['quiet']>
    expect(judge('never in a quiet month', [{ ...untold, quiet }])).toMatchObject({
      finding: 'pass',
      reason: 'Slow paged nobody in 30 quiet days, which leaves at most one in 7.5 days (95%).',
    })
    // It fires every hour anyway, so that a firing is no sign.
    expect(judge('fires for outage', [{ ...untold, quiet, detections: [CHANCE] }])).toMatchObject({
      finding: 'inconclusive',
      reason:
        'Slow fired 1m after outage began, but it fires 720 times in 30 quiet days too, so that it may be chance.',
    })
  })

  it('says of what is never paged for that nobody would be told of it', () => {
    const untold = alert(MISSED, { noReceiver: true })
    const quiet = { ...untold.quiet, days: 30, firings: 3 } as NonNullable<DrilledAlert['quiet']>
    expect(judge('never in a quiet month', [{ ...untold, quiet }])).toMatchObject({
      finding: 'pass',
      reason: 'Slow paged nobody in 30 quiet days, but Slow fired there, of which Alertmanager tells nobody.',
    })
  })

  it('says nothing of how often alerts page of which nothing is known', () => {
    expect(judge('never in a quiet month', [notSimulated]).reason).toBe('Cannot be told: Slow is not simulated.')
    expect(judge('never in a quiet month', [impossible], { ...FACTS, cannotHold }).reason).toBe(
      'Cannot be told: Slow: a share > 5 can never hold.',
    )
  })

  it('does not tell a page from chance where no quiet month was simulated', () => {
    const [detection] = seedFindings(
      [
        {
          ...{ name: 'incidents', kind: 'incidents', seed: 1, requests: 1, failed: 0, incidents: [] },
          alerts: [
            {
              incidents: [{ ...DETECTED, bad: [] }],
              quiet: null,
              failures: [],
              condition: NO_CONDITION_SEEN,
              firings: [],
            },
          ],
        },
      ],
      { objectives: [], days: 30 },
    ).alerts.flatMap(({ detections }) => detections)
    if (detection === undefined) throw new Error('expected a detection')
    expect(judge('pages for outage', [alert(detection, { quiet: null })])).toMatchObject({
      finding: 'inconclusive',
      doubts: ['by-chance'],
      reason:
        'Slow paged 1m 30s after outage began, but without a quiet month it is not known whether that is chance (--quiet-months).',
    })
  })

  it('says of those alone that were silent that they were', () => {
    const before = alert({ ...MISSED, outcome: 'already-firing' })
    expect(judge('pages for outage', [before, alert(MISSED, { alert: 'Silent' })]).reason).toBe(
      'Cannot be told: Slow fired before it began. Silent did not fire for outage.',
    )
  })

  it('does not ask alerts that nobody is woken for, unless they are named', () => {
    const watchdog = alert({ ...DETECTED }, { alert: 'Watchdog', severity: 'none', labels: { severity: 'none' } }, 1)
    expect(judge('never in a quiet month', [alert(MISSED), watchdog]).finding).toBe('pass')
    expect(judge('Watchdog: never in a quiet month', [watchdog]).finding).toBe('fail')
  })
})

describe('an alert that depends on how long after a scrape it is evaluated', () => {
  const dependsOnScrapes = 'rate(x[20s]) has both samples only within 5s of a scrape'
  const silent = alert(MISSED, { dependsOnScrapes })
  const told = alert(DETECTED, { dependsOnScrapes })

  it.each<[string, DrilledAlert[], string, string[]]>([
    ['pages for outage', [told], 'inconclusive', ['scrape-phase']],
    ['pages for outage', [silent], 'inconclusive', ['scrape-phase']],
    ['pages for outage', [told, alert(DETECTED)], 'pass', []],
    ['never pages for outage', [silent], 'inconclusive', ['scrape-phase']],
    ['never fires for outage', [told], 'inconclusive', ['scrape-phase']],
    ['never in a quiet month', [silent], 'inconclusive', ['scrape-phase']],
    ['never in a quiet month', [alert(MISSED, { dependsOnScrapes }, 3)], 'inconclusive', ['scrape-phase']],
    ['never in a quiet month', [silent, alert(MISSED, {}, 3)], 'fail', []],
  ])('%s, for %j: %s', (text, alerts, finding, doubts) => {
    expect(judge(text, alerts)).toMatchObject({ finding, doubts })
    if (finding === 'inconclusive') expect(judge(text, alerts).reason).toContain(dependsOnScrapes)
  })
})

describe('an incident that lies beside another', () => {
  const own = { name: 'outage', month: 0, fromSeconds: 1000, toSeconds: 1300 }
  const beside = (fromSeconds: number, toSeconds: number) => ({
    ...FACTS,
    incidents: [{ name: 'other', month: 0, fromSeconds, toSeconds }, own],
  })
  const before = beside(600, 900)
  const behind = beside(1400, 1500)

  it.each<[string, DrilledAlert[], typeof FACTS, string, string[]]>([
    ['pages for outage', [alert(DETECTED)], before, 'inconclusive', ['other-incident']],
    ['never pages for outage', [alert(DETECTED)], before, 'inconclusive', ['other-incident']],
    ['never pages for outage', [alert(MISSED)], before, 'pass', []],
    ['pages for outage', [alert(DETECTED)], behind, 'pass', []],
    ['pages for outage', [alert(MISSED)], behind, 'inconclusive', ['too-short']],
    ['never pages for outage', [alert(MISSED)], behind, 'inconclusive', ['too-short']],
    ['never pages for outage', [alert(DETECTED)], behind, 'fail', []],
    ['pages for outage', [alert(MISSED)], { ...beside(0, 10), monthSeconds: 1500 }, 'inconclusive', ['too-short']],
  ])('%s, for %j: %s', (text, alerts, facts, finding, doubts) => {
    expect(judge(text, alerts, facts)).toMatchObject({ finding, doubts })
  })
})
