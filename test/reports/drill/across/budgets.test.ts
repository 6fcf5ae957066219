// What is burnt of a budget is a column only where there is a budget, whoever writes it.

import { describe, expect, it } from 'vitest'
import type { DrillReport } from '../../../../core/report/drill-report.ts'
import { renderDrillPage } from '../../../../reports/drill/html/drill-page.ts'
import { renderDrillMarkdown } from '../../../../reports/drill/markdown/drill-markdown.ts'
import { renderDrill } from '../../../../reports/drill/terminal/render-drill.ts'
import { overSeeds } from '../../../support/sample-drill-seeds.ts'
import { SAMPLE_DRILLS } from '../../../support/sample-drills.ts'

const WRITERS: readonly (readonly [string, (report: DrillReport) => string])[] = [
  ['the terminal', (report) => renderDrill(report, { width: 100, color: false, page: null, proposalFile: null })],
  ['Markdown', renderDrillMarkdown],
  ['the page', renderDrillPage],
]

function withoutBudgets(report: DrillReport): DrillReport {
  return {
    ...report,
    objectives: [],
    alerts: report.alerts.map((alert) => ({
      ...alert,
      detections: alert.detections.map((detection) => ({ ...detection, burnt: [] })),
    })),
  }
}

describe.each(WRITERS)('%s', (_, write) => {
  it('has a column of what was burnt where an objective is known', () => {
    expect(write(SAMPLE_DRILLS.bad)).toMatch(/budget burnt/i)
  })

  it('has none where no objective is', () => {
    expect(write(withoutBudgets(SAMPLE_DRILLS.bad))).not.toMatch(/budget burnt|burnt until/i)
  })

  it('has none of several seeds either', () => {
    const several = overSeeds(SAMPLE_DRILLS.bad, 20)
    expect(write(several)).toMatch(/budget burnt/i)
    expect(write(withoutBudgets(several))).not.toMatch(/budget burnt|burnt until/i)
  })

  it('says of a drill in which nothing was simulated that it says nothing', () => {
    const nothing = write({ ...SAMPLE_DRILLS.inconclusive, months: [], incidents: [] })
    expect(nothing.replaceAll(/\s+/g, ' ')).toContain('Nothing was simulated: this says nothing about the rules')
  })
})
