// Is the measurement itself fit? The generator judges itself, the accounts must close, and both witnesses must have
// counted the same requests.

import type { LatencySummary } from '../../../core/latency/latency-summary.ts'
import type { Report } from '../../../core/report/report.ts'
import type { Verdict } from '../../../core/report/verdict.ts'
import { witnessMissing } from '../../figures/cross-check-figures.ts'
import { formatCount, formatLatency, formatPercent } from '../../figures/figures.ts'
import { html, type Markup, type MarkupPart } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import { renderTable } from '../page/table.ts'
import { renderMark } from '../page/verdict-badge.ts'

export function measurementSection(report: Report): Section {
  const checks = [generatorCheck(report), accountingCheck(report), countCheck(report), scrapeCheck(report)]
  const doubts = checks.filter(({ finding }) => finding !== 'pass').length
  return {
    id: 'fitness',
    heading: 'Is the measurement itself fit?',
    short: 'Fitness',
    lede: report.generator.fit
      ? doubts === 0
        ? 'Yes. The load was generated on time, every request is accounted for, and both witnesses counted the same.'
        : 'The load was generated on time. Read the remarks below before the figures.'
      : 'No. The generator did not keep to its schedule, so its latencies prove nothing about the service.',
    body: html`<ul class="checks">
${checks.map(renderCheck)}</ul>
${problems(report)}${generatorTable(report)}`,
  }
}

interface Check {
  readonly title: string
  readonly finding: Verdict
  readonly figure: MarkupPart
  readonly text: MarkupPart
}

function renderCheck({ title, finding, figure, text }: Check): Markup {
  return html`<li class="check check-${finding}">${renderMark(finding)}<div><h3>${title}<span class="unseen">: ${CHECK_WORDS[finding]}</span></h3>
<p class="check-figure">${figure}</p>
<p>${text}</p></div></li>
`
}

const CHECK_WORDS: Readonly<Record<Verdict, string>> = { pass: 'fine', inconclusive: 'in doubt', fail: 'not fit' }

function generatorCheck({ generator }: Report): Check {
  return {
    title: 'Generator on time',
    finding: generator.fit ? 'pass' : 'fail',
    figure: `send lag P99 ${formatLatency(generator.sendLag.p99)}`,
    text: generator.reasons.join(' '),
  }
}

function accountingCheck({ load: { total } }: Report): Check {
  const sum = total.completed + total.errors + total.timeouts + total.unfinished
  return {
    title: 'Accounts close',
    finding: sum === total.offered ? 'pass' : 'fail',
    figure: `${formatCount(total.offered)} offered`,
    text: `= ${formatCount(total.completed)} completed + ${formatCount(total.errors)} errors + ${formatCount(total.timeouts)} timeouts + ${formatCount(total.unfinished)} unfinished`,
  }
}

function countCheck(report: Report): Check {
  const { populations } = report
  if (populations === null)
    return {
      title: 'Witnesses agree',
      finding: 'inconclusive',
      figure: 'one witness only',
      text: witnessMissing(report),
    }
  const { clientAnswered, serverObserved, serverExact, note } = populations
  const exact = serverExact === null ? '' : `, its exact record ${formatCount(serverExact)}`
  return {
    title: 'Witnesses agree',
    finding: note === null ? 'pass' : 'inconclusive',
    figure: `${formatCount(clientAnswered)} answers read`,
    text: `The histogram counted ${formatCount(serverObserved)}${exact}. ${note ?? ''}`,
  }
}

function scrapeCheck({ server }: Report): Check {
  if (server === null)
    return { title: 'Scrapes', finding: 'inconclusive', figure: 'none', text: 'No scrape of the service succeeded.' }
  const { succeeded, failed, slowestSeconds } = server.scrapes
  const times = server.resets === 1 ? 'once' : `${formatCount(server.resets)} times`
  const resets = server.resets === 0 ? '' : ` The service's counters were reset ${times}.`
  return {
    title: 'Scrapes',
    finding: failed === 0 && server.resets === 0 ? 'pass' : 'inconclusive',
    figure: `${formatCount(succeeded)} of ${formatCount(succeeded + failed)} succeeded`,
    text: `Witness: ${server.witness}. The slowest took ${formatLatency(slowestSeconds)}.${resets}`,
  }
}

function problems({ run }: Report): Markup | null {
  if (run.problems.length === 0) return null
  return html`<div class="remarks"><h3>Worth knowing</h3>
<ul>
${run.problems.map((problem) => html`<li>${problem}</li>\n`)}</ul></div>
`
}

function generatorTable({ generator }: Report): Markup {
  const row = (name: string, meaning: string, summary: LatencySummary) => [
    html`${name} <span class="row-note">${meaning}</span>`,
    formatLatency(summary.p50),
    formatLatency(summary.p99),
    formatLatency(summary.max),
  ]
  const threads = generator.workers === 1 ? 'one thread' : `${formatCount(generator.workers)} threads`
  return html`<details class="table-view"><summary>The generator in figures</summary>
${renderTable({
  caption: 'How late the generator was',
  captionHidden: true,
  columns: [{ heading: 'Delay' }, { heading: 'P50' }, { heading: 'P99' }, { heading: 'Max' }],
  rows: [
    row('Send lag', "the generator's own doing", generator.sendLag),
    row('Dispatch delay', 'sent − intended start, whoever caused it', generator.dispatchDelay),
    row('Event loop delay', 'how late its timers fired', generator.eventLoopDelay),
  ],
})}<p>Backlog at most ${formatCount(generator.backlogMax)}, in flight at most ${formatCount(generator.inFlightMax)}, CPU ${formatPercent(generator.cpuShare)} of ${threads}.</p></details>
`
}
