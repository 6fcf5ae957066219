// What was sent and what became of it, and whether the generator kept to its schedule.

import type { Report, ReportedGenerator, ReportedLoad } from '../../../core/report/report.ts'
import { formatCount, formatLatency, formatPercent, formatRate } from '../../figures/figures.ts'
import { generatorState } from '../../figures/generator-state.ts'
import { accountingFigure, errorFigures, latencyFigures } from '../../figures/load-figures.ts'
import { detail, heading, statement, verdictMark } from '../text/section.ts'
import { type Line, line, span } from '../text/styled-text.ts'

export function loadSection(report: Report, width: number): Line[] {
  const { total } = report.load
  return [
    ...heading(
      'Load',
      line(`offered ${formatRate(total.offeredRate)}, achieved ${formatRate(total.achievedRate)}`),
      width,
    ),
    ...statement(line(accountingFigure(total)), width),
    ...errors(total, width),
    ...latencies('response time', total.responseTime, width),
    ...latencies('service time ', total.serviceTime, width),
    ...fitness(report.generator, width),
  ]
}

function errors(load: ReportedLoad, width: number): Line[] {
  const text = errorFigures(load)
  return text === '' ? [] : detail(line(text, 'fail'), width)
}

function latencies(name: string, summary: ReportedLoad['responseTime'], width: number): Line[] {
  return statement([span(name, 'quiet'), span('  '), span(latencyFigures(summary))], width)
}

function fitness(generator: ReportedGenerator, width: number): Line[] {
  const figures = [
    `send lag P99 ${formatLatency(generator.sendLag.p99)}`,
    `event loop P99 ${formatLatency(generator.eventLoopDelay.p99)}`,
    `backlog at most ${formatCount(generator.backlogMax)}`,
    `CPU ${formatPercent(generator.cpuShare)}`,
  ].join(', ')
  const state = span(` generator ${generatorState(generator)}`, ...(generator.fit ? [] : ['inconclusive' as const]))
  return [
    ...statement([verdictMark(generator.fit ? 'pass' : 'inconclusive'), state, span(`  ${figures}`, 'quiet')], width),
    ...generator.reasons.flatMap((reason) => detail(line(reason), width)),
  ]
}
