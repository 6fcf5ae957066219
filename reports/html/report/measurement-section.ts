// Whether the measurement can be trusted: the generator kept to its schedule, every request is accounted for, client and
// server counted the same requests, and the scrapes succeeded. An overloaded generator makes findings inconclusive; it
// never makes them fail.

import type { LatencySummary } from '../../../core/latency/latency-summary.ts'
import type { Report } from '../../../core/report/report.ts'
import type { Verdict } from '../../../core/report/worst-verdict.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { counted, times } from '../../../core/text/plural.ts'
import { sayOnce } from '../../../core/text/say-once.ts'
import { checksFigure } from '../../figures/answers/check-figures.ts'
import { redirectFigures } from '../../figures/answers/redirect-figures.ts'
import { nothingToCompare } from '../../figures/cross-check-figures.ts'
import { formatCount, formatLatency } from '../../figures/figures.ts'
import { firstErrorFigures } from '../../figures/first-errors.ts'
import { generatorState } from '../../figures/generator-state.ts'
import { endsFigure } from '../../figures/load-figures.ts'
import { timerFigures } from '../../figures/timer-figures.ts'
import { html, type Markup, type MarkupPart } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import { renderTable } from '../page/table.ts'
import { renderMark } from '../page/verdict-badge.ts'
import { generatorPart } from './generators/generator-part.ts'

/** @param said what the reader has read already */
export function measurementSection(report: Report, said: readonly string[]): Section {
  const checks = [generatorCheck(report, said), accountingCheck(report), countCheck(report, said), scrapeCheck(report)]
  const doubts = checks.filter(({ finding }) => finding !== 'pass').length
  return {
    id: 'measurement',
    heading: 'Can the measurement be trusted?',
    short: 'Measurement',
    lede: lede(report, doubts),
    body: html`<ul class="checks">
${checks.map(renderCheck)}</ul>
${firstErrors(report)}${answerChecks(report)}${notes(report)}${generatorPart(report)}${generatorTable(report)}`,
  }
}

function lede({ generator, simulation }: Report, doubts: number): string {
  if (simulation !== undefined)
    return 'Nothing was measured. The run is simulated, and every figure on this page is that of a model; what is checked here is the simulation itself.'
  if (generator.lost > 0 && !generator.overloaded)
    return 'In part. A generator was lost: what was sent from then on is less than the scenario schedules, and what nothing came of is counted as lost.'
  if (!generator.fit) return `No. ${unfitInWords(generator)} nothing about the service.`
  return doubts === 0
    ? 'Yes. The generator kept to its schedule, every request is accounted for, and client and server counted the same requests.'
    : 'The generator kept to its schedule. Read the doubts below before the figures.'
}

function unfitInWords({ generators = [] }: Report['generator']): string {
  const unfit = generators.filter(({ fit }) => !fit).length
  return unfit === generators.length
    ? 'The generator was overloaded and fell behind its schedule, so its latencies prove'
    : `Of ${counted(generators.length, 'generator')} ${formatCount(unfit)} did not keep to the schedule, so the latencies prove`
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
${text === '' ? null : html`<p>${text}</p>`}</div></li>
`
}

const CHECK_WORDS: Readonly<Record<Verdict, string>> = { pass: 'as expected', inconclusive: 'in doubt', fail: 'wrong' }

function generatorCheck({ generator }: Report, said: readonly string[]): Check {
  return {
    title: 'Load generator',
    finding: generator.fit ? 'pass' : 'inconclusive',
    figure: generatorState(generator),
    text: sayOnce(generator.reasons, said).join(' '),
  }
}

function accountingCheck({ load: { total } }: Report): Check {
  const sum = total.completed + total.errors + total.timeouts + total.unfinished + total.lost
  if (sum === total.offered && total.lost > 0)
    return {
      title: 'Requests lost with a generator',
      finding: 'inconclusive',
      figure: `${formatCount(total.lost)} of ${formatCount(total.offered)} offered`,
      text: `= ${endsFigure(total)}`,
    }
  return {
    title: sum === total.offered ? 'Every request accounted for' : 'Requests unaccounted for',
    finding: sum === total.offered ? 'pass' : 'fail',
    figure: `${formatCount(total.offered)} offered`,
    text: `${sum === total.offered ? '=' : '≠'} ${endsFigure(total)}`,
  }
}

function countCheck(report: Report, said: readonly string[]): Check {
  const { populations } = report
  if (populations === null)
    return {
      title: 'No server counts',
      finding: 'inconclusive',
      figure: 'client only',
      text: sayOnce([nothingToCompare(report) ?? ''], said).join(' '),
    }
  const { clientAnswered, serverObserved, serverExact, note, mismatch } = populations
  const agree = note === null && mismatch === undefined
  const exact = serverExact === null ? '' : `, the server’s exact record ${formatCount(serverExact)}`
  return {
    title: agree ? 'Client and server counts agree' : 'Client and server counts differ',
    finding: agree ? 'pass' : 'inconclusive',
    figure: `${counted(clientAnswered, 'answer')} at the client`,
    text: [
      `The Prometheus histogram counted ${formatCount(serverObserved)}${exact}.`,
      ...sayOnce(note === null ? [] : [note], said),
    ].join(' '),
  }
}

function scrapeCheck({ server }: Report): Check {
  if (server === null)
    return {
      title: 'No scrapes',
      finding: 'inconclusive',
      figure: '0 succeeded',
      text: 'No scrape of the service succeeded.',
    }
  const { succeeded, failed, slowestSeconds, timedOut = 0, unreachable = 0 } = server.scrapes
  const kinds = [
    ...(timedOut > 0 ? [` ${counted(timedOut, 'page')} did not come in time.`] : []),
    ...(unreachable > 0 ? [` There was no connection for ${counted(unreachable, 'scrape')}.`] : []),
  ].join('')
  const resets = server.resets === 0 ? '' : ` The service's counters were reset ${times(server.resets)}.`
  return {
    title: 'Scrapes',
    finding: failed === 0 && server.resets === 0 ? 'pass' : 'inconclusive',
    figure: `${formatCount(succeeded)} of ${formatCount(succeeded + failed)} succeeded`,
    text: `Prometheus: ${server.witness}. The slowest scrape took ${formatLatency(slowestSeconds)}.${kinds}${resets}`,
  }
}

function firstErrors({ load }: Report): Markup | null {
  if (load.firstErrors.length === 0) return null
  return html`<div class="remarks"><h3>What came instead of the expected answer</h3>
<ul>
${firstErrorFigures(load.firstErrors).map((text) => html`<li>${text}</li>\n`)}</ul></div>
`
}

function answerChecks({ load: { checks = [], redirects = [] } }: Report): Markup | null {
  if (checks.length + redirects.length === 0) return null
  const rows = checks.map(({ check, request, judged, failed, first }) => [
    check,
    request,
    formatCount(judged),
    formatCount(failed),
    first === null
      ? ''
      : html`${first.got} <span class="row-note">${[first.contentType, first.body].filter(Boolean).join(', ')}</span>`,
  ])
  return html`<div class="remarks"><h3>What was asked of the answers</h3>
<ul>
${[checksFigure(checks) ?? [], ...redirectFigures(redirects)].flat().map((text) => html`<li>${text}</li>\n`)}</ul>
${
  checks.length === 0
    ? null
    : renderTable({
        caption: 'Checks of answers',
        captionHidden: true,
        columns: [
          { heading: 'Check' },
          { heading: 'Request', words: true },
          { heading: 'Judged' },
          { heading: 'Failed' },
          { heading: 'The first that failed', words: true },
        ],
        rows,
      })
}</div>
`
}

function notes({ run }: Report): Markup | null {
  if (run.problems.length === 0) return null
  return html`<div class="remarks"><h3>Notes</h3>
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
  const threads = counted(generator.workers, 'thread')
  const timers = timerFigures(generator)
  return html`<details class="table-view"><summary>Generator timing</summary>
${renderTable({
  caption: 'How late the generator was',
  captionHidden: true,
  columns: [{ heading: 'Delay' }, { heading: 'P50' }, { heading: 'P99' }, { heading: 'Max' }],
  rows: [
    row('Send lag', 'lateness caused by the generator itself', generator.sendLag),
    row('Dispatch delay', 'sent − intended start, whatever the cause', generator.dispatchDelay),
    row('Event loop delay', 'how late its timers fired', generator.eventLoopDelay),
  ],
})}<p>Backlog at most ${formatCount(generator.backlogMax)}, in flight at most ${formatCount(generator.inFlightMax)}, CPU ${formatShare(generator.cpuShare)} of ${threads}${timers === undefined ? '' : `, ${timers}`}.</p></details>
`
}
