// What was sent and what became of it, and whether the generator kept to its schedule.

import type { Report, ReportedGenerator, ReportedLoad } from '../../../core/report/report.ts'
import { formatRate } from '../../../core/text/figures/rate.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { sayOnce } from '../../../core/text/say-once.ts'
import { checksFigure, failedCheckFigures } from '../../figures/answers/check-figures.ts'
import { redirectFigures } from '../../figures/answers/redirect-figures.ts'
import { connectionFigures } from '../../figures/connection-figures.ts'
import { formatCount, formatLatency } from '../../figures/figures.ts'
import { firstErrorFigures } from '../../figures/first-errors.ts'
import { generatorState } from '../../figures/generator-state.ts'
import { accountingFigure, errorFigures, firstByteFigures, latencyFigures } from '../../figures/load-figures.ts'
import { targetFigures } from '../../figures/target/target-figures.ts'
import { timerFigures } from '../../figures/timer-figures.ts'
import { detail, heading, statement, verdictMark } from '../text/section.ts'
import { type Line, line, span } from '../text/styled-text.ts'
import { generatorLines } from './generator-lines.ts'

/** @param said what the reader has read already */
export function loadSection(report: Report, said: readonly string[], width: number): Line[] {
  const { total } = report.load
  return [
    ...heading(
      'Load',
      line(
        `requests due (offered) ${formatRate(total.offeredRate)}, expected answers (achieved) ${formatRate(total.achievedRate)}`,
      ),
      width,
    ),
    ...statement(line(accountingFigure(total)), width),
    ...errors(total, width),
    ...firstErrorFigures(report.load.firstErrors).flatMap((text) => detail(line(text, 'quiet'), width)),
    ...answers(report, width),
    ...latencies(report, width),
    ...firstByte(total, width),
    ...connections(report, width),
    ...target(report, width),
    ...fitness(report.generator, said, width),
    ...generatorLines(report, width),
  ]
}

function errors(load: ReportedLoad, width: number): Line[] {
  const text = errorFigures(load)
  return text === '' ? [] : detail(line(text, 'fail'), width)
}

/** What was asked of answers, and how often requests were redirected. */
function answers({ load: { checks = [], redirects = [] } }: Report, width: number): Line[] {
  const figure = checksFigure(checks)
  return [
    ...(figure === undefined ? [] : statement([span('answers', 'quiet'), span('  '), span(figure)], width)),
    ...failedCheckFigures(checks).flatMap((text) => detail(line(text, 'fail'), width)),
    ...redirectFigures(redirects).flatMap((text) =>
      statement([span('redirects', 'quiet'), span('  '), span(text)], width),
    ),
  ]
}

/** Where the cross-check does not show them, or leaves out the requests that never ended. */
function latencies({ load: { total }, crossCheck }: Report, width: number): Line[] {
  if (crossCheck.length > 0 && total.responseTime.unboundedCount === 0) return []
  return statement([span('response time', 'quiet'), span('  '), span(latencyFigures(total.responseTime))], width)
}

function firstByte(load: ReportedLoad, width: number): Line[] {
  const figures = firstByteFigures(load)
  return figures === undefined ? [] : statement([span('first byte', 'quiet'), span('  '), span(figures)], width)
}

function connections(report: Report, width: number): Line[] {
  const figures = connectionFigures(report)
  return figures === undefined ? [] : statement([span('connections', 'quiet'), span('  '), span(figures)], width)
}

function target(report: Report, width: number): Line[] {
  const figures = targetFigures(report)
  return figures === undefined ? [] : statement([span('target', 'quiet'), span('  '), span(figures)], width)
}

/**
 * A sentence says how far the generator kept to its schedule; where it did not, the figures stand beside it. How it waited
 * stands there too, and wherever it kept a core busy.
 */
function fitness({ fit, reasons, ...figures }: ReportedGenerator, said: readonly string[], width: number): Line[] {
  const [first = 'Generator on schedule.', ...others] = reasons
  const timers = timerFigures(figures) ?? ''
  const waited =
    timers !== '' && (!fit || figures.timers?.mode === 'spinning') ? detail(line(timers, 'quiet'), width) : []
  if (fit)
    return [
      ...statement([verdictMark('pass'), span(` ${first}`)], width),
      ...others.flatMap((reason) => detail(line(reason), width)),
      ...waited,
    ]
  const measured = [
    `send lag P99 ${formatLatency(figures.sendLag.p99)}`,
    `event loop P99 ${formatLatency(figures.eventLoopDelay.p99)}`,
    `backlog at most ${formatCount(figures.backlogMax)}`,
    `CPU ${formatShare(figures.cpuShare)}`,
  ].join(', ')
  const state = span(` generator ${generatorState({ fit, ...figures })}`, 'inconclusive')
  return [
    ...statement([verdictMark('inconclusive'), state, span(`  ${measured}`, 'quiet')], width),
    ...sayOnce(reasons, said).flatMap((reason) => detail(line(reason), width)),
    ...waited,
  ]
}
