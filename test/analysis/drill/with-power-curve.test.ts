import { describe, expect, it } from 'vitest'
import { withPowerCurve } from '../../../analysis/drill/with-power-curve.ts'
import type { PowerCurve } from '../../../core/drill/power-curve.ts'
import type { Verdict } from '../../../core/report/worst-verdict.ts'
import { SAMPLE_DRILLS, SAMPLE_POWER } from '../../support/sample-drills.ts'

function curve(finding: Verdict, interrupted = false): PowerCurve {
  if (SAMPLE_POWER.asked === null) throw new Error('expected a curve with a question')
  return { ...SAMPLE_POWER, interrupted, asked: { ...SAMPLE_POWER.asked, finding, reason: 'at night it does not' } }
}

describe('withPowerCurve', () => {
  it.each<[before: Verdict | null, asked: Verdict, after: Verdict]>([
    ['pass', 'fail', 'fail'],
    ['fail', 'pass', 'fail'],
    ['pass', 'inconclusive', 'inconclusive'],
    [null, 'pass', 'pass'],
    [null, 'fail', 'fail'],
  ])('has the worse verdict of %s and %s', (verdict, asked, after) => {
    expect(withPowerCurve({ ...SAMPLE_DRILLS.good, verdict }, curve(asked), 3).verdict).toBe(after)
  })

  it('says why, before what is better', () => {
    const drill = { ...SAMPLE_DRILLS.good, verdict: 'pass' as const, reasons: ['Met: never in a quiet month. None.'] }
    const { reasons } = withPowerCurve(drill, curve('fail'), 3)
    expect(reasons[0]).toMatch(/^Not met: .*\. At night it does not\.$/)
    expect(reasons.slice(1)).toEqual(drill.reasons)
  })

  it('judges nothing where nothing was asked to be found', () => {
    const drill = { ...SAMPLE_DRILLS.good, verdict: null }
    const given = withPowerCurve(drill, { ...SAMPLE_POWER, asked: null }, 3)
    expect([given.verdict, given.reasons]).toEqual([null, drill.reasons])
    expect(given.powerCurve?.curves).toBe(SAMPLE_POWER.curves)
  })

  it('takes no page for sure that a route which is mute at times may not send', () => {
    const alerts = SAMPLE_DRILLS.good.alerts.map((alert) => ({ ...alert, toldAtTimes: true }))
    const report = { ...SAMPLE_DRILLS.good, verdict: null, alerts }
    const { verdict, powerCurve, reasons } = withPowerCurve(report, curve('pass'), 3)
    expect([verdict, powerCurve?.asked?.finding]).toEqual(['inconclusive', 'inconclusive'])
    expect(reasons[0]).toMatch(/^Cannot be told: .* is mute or active are not simulated \(--alert leaves it out\)\.$/)
    expect(withPowerCurve(report, curve('fail'), 3).verdict).toBe('fail')
  })

  it('neither shows nor proposes a variant as one that does what is asked, where the pages of the rules as written are not sure', () => {
    const alerts = SAMPLE_DRILLS.good.alerts.map((alert) => ({ ...alert, toldAtTimes: true }))
    const { powerCurve } = withPowerCurve({ ...SAMPLE_DRILLS.good, alerts }, curve('fail'), 3)
    expect(SAMPLE_POWER.variants.map(({ finding }) => finding)).toEqual(['fail', 'pass', 'fail', 'inconclusive'])
    expect(powerCurve?.variants.map(({ finding }) => finding)).toEqual(['fail', 'inconclusive', 'fail', 'inconclusive'])
    expect(powerCurve?.variants[1]?.reason).toMatch(
      /, but times at which the route of .* is mute or active are not simulated/,
    )
    expect(powerCurve?.proposal).toBeNull()
    expect(powerCurve?.withoutProposal).toMatch(
      /^layout threshold, range 1m, for 30s finds what is asked, but is not proposed, for times at which .*\.$/,
    )
  })

  it('takes no silence for proof of an alert that could not have paged', () => {
    const alerts = SAMPLE_DRILLS.good.alerts.map((alert) => ({ ...alert, cannotHold: 'a / b returned nothing' }))
    const report = { ...SAMPLE_DRILLS.good, verdict: null, alerts }
    const asking = (falsePagesPerDay: number | null): PowerCurve => {
      const { asked, ...others } = curve('pass')
      if (asked === null) throw new Error('expected a question')
      return { ...others, asked: { ...asked, falsePagesPerDay } }
    }
    expect(withPowerCurve(report, asking(0.1), 3).verdict).toBe('inconclusive')
    expect(withPowerCurve(report, asking(null), 3).verdict).toBe('pass')
    expect(withPowerCurve(report, curve('fail'), 3).verdict).toBe('fail')
  })

  it('is interrupted where either was, and took as long as both', () => {
    expect(withPowerCurve(SAMPLE_DRILLS.good, curve('pass', true), 12).run).toMatchObject({
      interrupted: true,
      durationSeconds: 12,
    })
  })
})
