// report.md: made for a CI job's summary page and for a comment on a pull request. The verdict comes first, then the
// evidence. Pure.

import type { Report } from '../../core/report/report.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { counted } from '../../core/text/plural.ts'
import { sayOnce } from '../../core/text/say-once.ts'
import { formatCount, formatLatency, formatSpan } from '../figures/figures.ts'
import { generatorState } from '../figures/generator-state.ts'
import { machineFigure } from '../figures/generators/machine-figure.ts'
import { withPlainText } from '../figures/plain-text.ts'
import { reasonsBelow, verdictTexts } from '../figures/reasons-below.ts'
import { timerFigures } from '../figures/timer-figures.ts'
import { judgedVerdict, VERDICT_WORDS, verdictTitle } from '../figures/verdict-label.ts'
import { alertTable } from './alert-table.ts'
import { baselineParts } from './baseline-table.ts'
import { crossCheckParts } from './cross-check-table.ts'
import { flowParts } from './flow-table.ts'
import { generatorParts } from './generator-table.ts'
import { layoutParts } from './layouts-markdown.ts'
import { loadParts } from './load-table.ts'
import { markdownCode, markdownCodeBlock, markdownText } from './markdown-text.ts'
import { repeatParts } from './repeat-table.ts'
import { ruleParts } from './rule-list.ts'
import { slaTable } from './sla-table.ts'
import { MARKS } from './verdict-mark.ts'

export function renderMarkdown(report: Report): string {
  const plain = withPlainText(report)
  const said = verdictTexts(plain)
  const parts = [
    ...verdict(plain),
    '### SLA',
    slaTable(plain, said),
    '### Cross-check',
    ...crossCheckParts(plain, said),
    ...(plain.alerts.length === 0 ? [] : ['### Alerts', alertTable(plain, said)]),
    ...ruleParts(plain),
    ...layouts(report),
    ...baselineParts(plain, said),
    ...repeatParts(plain),
    '### Load',
    ...loadParts(plain),
    ...flowParts(plain),
    '### Generator',
    ...generator(plain, said),
    ...generatorParts(plain),
    ...problems(plain),
    '### Replay',
    ...replay(plain),
  ]
  return `${parts.join('\n\n')}\n`
}

function layouts({ layouts: compared, layoutStudy }: Report): string[] {
  return compared && layoutStudy ? ['### Bucket layouts', ...layoutParts({ layouts: compared, layoutStudy })] : []
}

function verdict(report: Report): string[] {
  const { verdict: found, headline, scenario, run } = report
  const reasons = reasonsBelow(report)
  const expected =
    scenario.expectedVerdict === null
      ? ''
      : judgedVerdict(report) === scenario.expectedVerdict
        ? ' This is the verdict that the scenario is made to reach.'
        : ` The scenario is made to reach ${VERDICT_WORDS[scenario.expectedVerdict]}.`
  return [
    `## ${MARKS[found]} ${verdictTitle(report)}: ${markdownText(scenario.name)}`,
    ...(scenario.question === '' ? [] : [`> ${markdownText(scenario.question)}`]),
    ...(headline === undefined ? [] : [`**${markdownText(headline)}**`]),
    ...(reasons.length === 0 ? [] : [reasons.map((reason) => `- ${markdownText(reason)}`).join('\n')]),
    `${howItEnded(report)} ${formatSpan(run.durationSeconds)}.${expected}`,
  ]
}

function howItEnded({ run, simulation }: Report): string {
  if (simulation !== undefined) return '**Simulated**: virtual time of'
  if (run.aborted !== undefined) return '**Aborted** after'
  return run.interrupted ? '**Interrupted** after' : 'Ran for'
}

function generator({ generator: own }: Report, said: readonly string[]): string[] {
  const reasons = sayOnce(own.reasons, said)
  const timers = timerFigures(own)
  const figures = [
    `send lag P99 ${formatLatency(own.sendLag.p99)}`,
    `dispatch delay P99 ${formatLatency(own.dispatchDelay.p99)}`,
    `event loop delay P99 ${formatLatency(own.eventLoopDelay.p99)}`,
    `backlog at most ${formatCount(own.backlogMax)}`,
    `in flight at most ${formatCount(own.inFlightMax)}`,
    `CPU ${formatShare(own.cpuShare)} of ${counted(own.workers, 'thread')}`,
    ...(timers === undefined ? [] : [markdownText(timers)]),
  ].join(', ')
  return [
    `${own.fit ? `${MARKS.pass} ${generatorState(own)}` : `${MARKS.inconclusive} **${generatorState(own)}**`}: ${figures}.`,
    ...(reasons.length === 0 ? [] : [reasons.map((reason) => `- ${markdownText(reason)}`).join('\n')]),
  ]
}

function problems({ run }: Report): string[] {
  if (run.problems.length === 0) return []
  return ['### Notes', run.problems.map((problem) => `- ${markdownText(problem)}`).join('\n')]
}

function replay(report: Report): string[] {
  const { run, scenario } = report
  const { harnessVersion, nodeVersion, seed, startedAt } = run
  return [
    markdownCodeBlock(run.replay, 'sh'),
    `Scenario ${markdownCode(scenario.file)}, seed ${seed}, started ${startedAt}, report in ${markdownCode(run.folder)}.`,
    `sla-harness ${markdownText(harnessVersion)}, Node ${markdownText(nodeVersion)}, ${markdownText(machineFigure(report))}.`,
  ]
}
