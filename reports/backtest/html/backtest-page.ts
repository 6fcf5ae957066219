// backtest.html: the answer first, then what was expected, what changes, the matrix, and each alert with its timeline, its
// calendar and its episodes. Pure, except that the bundled client is read once.

import type { BacktestReport } from '../../../core/report/backtest-report.ts'
import { withPlainText } from '../../figures/plain-text.ts'
import { markupPageFooter, pageHeader } from '../../html/page/header-footer.ts'
import { html, type Markup } from '../../html/page/markup.ts'
import { renderPage } from '../../html/page/page.ts'
import { renderContents, renderSection, type Section } from '../../html/page/section.ts'
import { verdictIcon } from '../../html/page/verdict-badge.ts'
import { EXPECTATION_WORDS } from '../figures/expectation-words.ts'
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
    icon: report.verdict === null ? NEUTRAL_ICON : verdictIcon(report.verdict),
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
  return html`<header class="hero hero-${verdict ?? 'none'}">
<div class="stamp"><h1>${word}</h1>
<p class="stamp-name">${report.proposed ?? report.rules.join(', ')}</p>
<p>${run.interrupted ? 'Stopped before everything was read. ' : ''}No traffic was sent.</p></div>
<div class="why"><p class="first-reason">${headline}</p>
<p class="question">${sourceSentence(report)} ${PAGE_SENTENCE}</p></div>
${reasons.length + notes.length === 0 ? null : html`<ul class="reasons">${[...reasons, ...notes].map((reason) => html`<li>${reason}</li>\n`)}</ul>`}
</header>
`
}

const NEUTRAL_ICON = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><rect width="20" height="20" rx="5" fill="#4d5863"/><path d="M4 6h12M4 10h7M13 10h3M4 14h4M10 14h6" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round"/></svg>`
