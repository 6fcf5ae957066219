// What is known of alerts and incidents is said by every writer, in the same words.

import { describe, expect, it } from 'vitest'
import type { DrilledAlert, DrillReport } from '../../../../core/report/drill-report.ts'
import { renderDrillPage } from '../../../../reports/drill/html/drill-page.ts'
import { renderDrillMarkdown } from '../../../../reports/drill/markdown/drill-markdown.ts'
import { renderDrill } from '../../../../reports/drill/terminal/render-drill.ts'
import { drilledAlert, SAMPLE_DRILLS, SAMPLE_POWER } from '../../../support/sample-drills.ts'

/** As words alone, so that the same sentence is the same text. */
function writersOf(report: DrillReport): Readonly<Record<string, string>> {
  const page = renderDrillPage(report).replace(/<(style|script)[\s\S]*?<\/\1>/g, '')
  const texts = {
    terminal: renderDrill(report, { width: 120, color: false, page: null, proposalFile: null }),
    page: page.replace(/<[^>]*>/g, ' ').replaceAll('&gt;', '>'),
    Markdown: renderDrillMarkdown(report).replaceAll('\\', ''),
  }
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.replace(/\s+/g, ' ')]))
}

const PERCENT = drilledAlert('Percent', {}, { cannotHold: 'a share > 5 can never hold' })
const SLOW = drilledAlert('Slow', {}, { noReceiver: true })
const INCIDENTS = SAMPLE_DRILLS.good.incidents.filter(({ name }) => name === 'outage')

function drillOf(alerts: readonly DrilledAlert[], more: Partial<DrillReport> = {}): DrillReport {
  return { ...SAMPLE_DRILLS.good, incidents: INCIDENTS, alerts: [...alerts], ...more }
}

const found = drilledAlert('Found', { outage: { pending: 1, firing: 2, notified: 3, resolved: 4, burnt: 0.07 } })
const chance = { ...found, detections: found.detections.map((each) => ({ ...each, byChance: 0.2 })) }
const notNotified = {
  ...found,
  detections: found.detections.map((each) => ({
    ...each,
    notifiedAfterSeconds: null,
    burnt: [{ objective: 'errors < 0.1%', share: 0.31 }],
  })),
}

describe('terminal, page and Markdown', () => {
  it.each<[string, DrillReport, string]>([
    ['that no alert could fire', drillOf([PERCENT]), 'no alert could fire'],
    ['that false pages of it are not known', drillOf([PERCENT]), 'not known, it could not fire'],
    ['that an alert was silent beside one that could not fire', drillOf([PERCENT, SLOW]), 'no alert fired'],
    ['of whom nobody is told', drillOf([SLOW]), 'none, nobody is told'],
    ['what may be chance', drillOf([chance]), '3m, maybe by chance'],
    ['what is burnt where nobody is told of a firing', drillOf([notNotified]), '31%'],
    [
      'which evaluations failed',
      drillOf([found], { notes: ['2 evaluations of Found failed: x.'] }),
      'Found failed: x.',
    ],
    [
      'what was asked to be found, as a sentence',
      drillOf([found], { powerCurve: { ...SAMPLE_POWER, asked: { ...asked(), reason: 'at night it does not' } } }),
      'At night it does not.',
    ],
    [
      'why nothing is proposed',
      drillOf([found], { powerCurve: { ...SAMPLE_POWER, proposal: null, withoutProposal: 'None of them does.' } }),
      'None of them does.',
    ],
    [
      'of which alerts nothing is said',
      drillOf([found], { powerCurve: SAMPLE_POWER }),
      'Nothing is said of CheckoutPodsRestarting: it reads a series that is not made.',
    ],
  ])('say alike %s', (_, report, words) => {
    for (const [writer, text] of Object.entries(writersOf(report))) expect(text, writer).toContain(words)
  })

  it('say of an incident that may have been found by chance neither that it was found nor that it was not', () => {
    const seeds = SAMPLE_DRILLS.seeds
    const incidents = seeds.incidents.flatMap((each) =>
      each.overSeeds === null ? [] : [{ ...each, overSeeds: { ...each.overSeeds, paged: 7, byChance: 0.2 } }],
    )
    const { terminal, page, Markdown } = writersOf({ ...seeds, incidents })
    for (const text of [terminal, page, Markdown]) expect(text).toContain('7 of 100, maybe by chance')
    expect(page).toContain('Found in every seed 0 of 6 of 6 it cannot be told')
    expect(Markdown).not.toContain('**7 of 100')
  })

  it('say of incidents that are found in every seed that somebody is always paged', () => {
    const { seeds } = SAMPLE_DRILLS
    const incidents = seeds.incidents.filter(({ overSeeds }) => overSeeds?.paged === 100)
    const { page = '' } = writersOf({ ...seeds, incidents })
    expect(page).toContain(`${incidents.length} of ${incidents.length} somebody is always paged for each`)
  })
})

function asked(): NonNullable<typeof SAMPLE_POWER.asked> {
  if (SAMPLE_POWER.asked === null) throw new Error('expected a question')
  return SAMPLE_POWER.asked
}
