// drill.html: the answer first, then what was expected, the months on lanes, which incidents were found, each of them from
// near, how often alerts page for nothing, how small an incident is still found, and what all of it rests on. Pure, except
// that the bundled client is read once.

import type { DrillReport } from '../../../core/report/drill-report.ts'
import { withPlainText } from '../../figures/plain-text.ts'
import { EXPECTATION_WORDS } from '../../figures/rules/expectation-words.ts'
import { renderExpectations } from '../../html/page/expectations.ts'
import { markupPageFooter, pageHeader } from '../../html/page/header-footer.ts'
import { renderHero } from '../../html/page/hero.ts'
import { html, type Markup } from '../../html/page/markup.ts'
import { renderPage } from '../../html/page/page.ts'
import { renderContents, renderSection, type Section } from '../../html/page/section.ts'
import { verdictIcon } from '../../html/page/verdict-badge.ts'
import { claimSentence } from '../figures/model-sentences.ts'
import { otherReasons } from '../figures/other-reasons.ts'
import { stoppedSentence } from '../figures/seed-figures.ts'
import { detectionSection } from './detection-section.ts'
import { drillFigures } from './drill-figures.ts'
import { incidentSection } from './incident-section.ts'
import { modelSection, notSimulatedSection } from './model-sections.ts'
import { monthSection } from './month-section.ts'
import { powerSection, variantSection } from './power-section.ts'
import { quietSection } from './quiet-section.ts'
import { seedsSection } from './seeds-section.ts'

export function renderDrillPage(given: DrillReport): string {
  const report = withCode(withPlainText(given), given)
  const sections = [
    expectationSection(report),
    seedsSection(report),
    detectionSection(report),
    monthSection(report),
    incidentSection(report),
    quietSection(report),
    powerSection(report.powerCurve),
    variantSection(report.powerCurve),
    notSimulatedSection(report),
    modelSection(report),
  ].filter((section): section is Section => section !== null)
  return renderPage({
    title: `Drill of ${report.rules.join(', ')}`,
    kind: 'drill',
    icon: verdictIcon(report.verdict),
    body: html`${pageHeader('markup')}<div class="page">
${renderContents(sections)}<main id="main">
${hero(report)}${sections.map(renderSection)}</main>
</div>
${markupPageFooter(report.run.harnessVersion)}`,
    charts: null,
  })
}

/** Code to paste keeps its lines. */
function withCode(plain: DrillReport, { powerCurve: given }: DrillReport): DrillReport {
  const { powerCurve } = plain
  if (powerCurve?.proposal == null || given?.proposal == null) return plain
  const { rules, layout } = given.proposal
  return { ...plain, powerCurve: { ...powerCurve, proposal: { ...powerCurve.proposal, rules, layout } } }
}

function hero(report: DrillReport): Markup {
  const { verdict, headline, notes, rules, run } = report
  return renderHero({
    verdict,
    title: verdict === null ? 'Drill' : `Expected: ${EXPECTATION_WORDS[verdict]}`,
    name: rules.join(', '),
    note: `${run.interrupted ? `${stoppedSentence(report)} ` : ''}Simulated: no traffic was sent.`,
    headline,
    claim: claimSentence(report),
    figures: drillFigures(report),
    reasons: [...otherReasons(report), ...notes],
  })
}

function expectationSection({ expectations }: DrillReport): Section | null {
  if (expectations.length === 0) return null
  return {
    id: 'expected',
    heading: 'Was it as expected?',
    short: 'Expected',
    body: renderExpectations(expectations),
  }
}
