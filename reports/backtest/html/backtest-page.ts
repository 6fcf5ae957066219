// backtest.html: the answer first, then what was expected, what changes, the matrix, and each alert with its timeline, its
// calendar and its episodes. Pure, except that the bundled client is read once.

import type { BacktestReport } from '../../../core/report/backtest-report.ts'
import { withPlainText } from '../../figures/plain-text.ts'
import { EXPECTATION_WORDS } from '../../figures/rules/expectation-words.ts'
import { markupPageFooter, pageHeader } from '../../html/page/header-footer.ts'
import { renderHero } from '../../html/page/hero.ts'
import { html, type Markup } from '../../html/page/markup.ts'
import { renderPage } from '../../html/page/page.ts'
import { renderContents, renderSection, type Section } from '../../html/page/section.ts'
import { verdictIcon } from '../../html/page/verdict-badge.ts'
import { PAGE_SENTENCE, sourceSentence } from '../figures/source-sentence.ts'
import { alertSections } from './alert-sections.ts'
import { changeSection, expectationSection, gapSection, matrixSection } from './finding-sections.ts'

export function renderBacktestPage(given: BacktestReport): string {
  const report = withPlainText(given)
  const sections = [
    expectationSection(report),
    changeSection(report),
    matrixSection(report),
    ...alertSections(report),
    gapSection(report),
  ].filter((section): section is Section => section !== null)
  return renderPage({
    title: `Back-test of ${report.proposed ?? report.rules.join(', ')}`,
    kind: 'backtest',
    icon: verdictIcon(report.verdict),
    body: html`${pageHeader('markup')}<div class="page">
${renderContents(sections)}<main id="main">
${hero(report)}${sections.map(renderSection)}</main>
</div>
${markupPageFooter(report.run.harnessVersion)}`,
    charts: null,
  })
}

function hero(report: BacktestReport): Markup {
  const { verdict, headline, reasons, run, notes, expectations } = report
  const judged = expectations.length === 0 ? 'Back-test' : 'Expected'
  const word = verdict === null ? 'Back-test' : `${judged}: ${EXPECTATION_WORDS[verdict]}`
  return renderHero({
    verdict,
    title: word,
    name: report.proposed ?? report.rules.join(', '),
    note: `${run.interrupted ? 'Stopped before everything was read. ' : ''}No traffic was sent.`,
    headline,
    claim: `${sourceSentence(report)} ${PAGE_SENTENCE}`,
    reasons: [...reasons, ...notes],
  })
}
