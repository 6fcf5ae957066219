// A drill in Markdown: a comment on a pull request, a part of a job's summary. Pure.

import { isSign } from '../../../core/drill/by-chance.ts'
import type { DrillDetection, DrillReport } from '../../../core/report/drill-report.ts'
import { counted } from '../../../core/text/plural.ts'
import { withPlainText } from '../../figures/plain-text.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'
import { VERDICT_MARKS } from '../../figures/verdict-label.ts'
import { expectationTable } from '../../markdown/expectation-table.ts'
import { markdownSummary, markdownTable, markdownText } from '../../markdown/markdown-text.ts'
import { alertNames } from '../figures/alert-names.ts'
import {
  alertFoundFigure,
  burntBy,
  burntFigure,
  firstPage,
  foundFigure,
  knowsBudgets,
  unpagedFigure,
} from '../figures/detection-figures.ts'
import { claimSentence, trafficSentence } from '../figures/model-sentences.ts'
import { momentFigure } from '../figures/moment-figure.ts'
import { otherReasons } from '../figures/other-reasons.ts'
import { mostPagesFirst, oftenFigure, pagesFigure } from '../figures/quiet-figures.ts'
import { hasSeeds, stoppedSentence } from '../figures/seed-figures.ts'
import { powerParts } from './power-markdown.ts'
import { seedParts } from './seeds-markdown.ts'

const right = 'right' as const
/** GitHub cuts a comment at 65,536 characters. */
const MOST_ALERTS = 40

export function renderDrillMarkdown(given: DrillReport): string {
  const report = withPlainText(given)
  const { verdict, headline, run } = report
  const mark = verdict === null ? '' : `${VERDICT_MARKS[verdict]} `
  const parts = [
    `## ${mark}Drill: ${markdownText(headline)}`,
    ...(run.interrupted ? [`**${stoppedSentence(report)}**`] : []),
    ...list(otherReasons(report)),
    ...expectationTable(report.expectations),
    ...(hasSeeds(report) ? seedParts(report) : [...incidents(report), ...everyAlert(report)]),
    ...quiet(report),
    ...powerParts(report.powerCurve, given.powerCurve?.proposal ?? null),
    ...notSimulated(report),
    ...list(report.notes),
    `<sub>${markdownText(claimSentence(report))} Traffic: ${markdownText(trafficSentence(report))}</sub>`,
  ]
  return `${parts.join('\n\n')}\n`
}

function list(sentences: readonly string[]): string[] {
  return sentences.length === 0 ? [] : [sentences.map((sentence) => `- ${markdownText(sentence)}`).join('\n')]
}

function incidents(report: DrillReport): string[] {
  const { incidents: all, alerts } = report
  if (all.length === 0) return []
  const hasBurnt = knowsBudgets(report)
  const names = alertNames(alerts)
  const table = markdownTable(
    [
      { header: 'Incident' },
      { header: 'When' },
      { header: 'Page after', align: right },
      { header: 'First page' },
      ...(hasBurnt ? [{ header: 'Budget burnt', align: right }] : []),
      { header: 'What it is' },
    ],
    all.map((incident) => {
      const first = firstPage(incident, alerts, names)
      return [
        `**${markdownText(incident.name)}**`,
        `${momentFigure(incident.fromSeconds)}, ${spanFigure(incident.toSeconds - incident.fromSeconds)}`,
        first === null ? unpagedFigure(incident, alerts) : pageFigure(first.detection),
        markdownText(first?.name ?? '–'),
        ...(hasBurnt ? [burntFigure({ burnt: burntBy(first, incident, alerts) })] : []),
        markdownText(incident.sentence),
      ]
    }),
  )
  return ['### Which incidents were found', table]
}

/** What stands out is what was found. */
function pageFigure(detection: DrillDetection): string {
  return isSign(detection) ? `**${foundFigure(detection)}**` : foundFigure(detection)
}

/** Folded: a comment should not push the discussion away. */
function everyAlert({ incidents: all, alerts }: DrillReport): string[] {
  const names = alertNames(alerts)
  const evaluated = alerts
    .map((alert, i) => ({ alert, name: names[i] ?? alert.alert }))
    .filter(({ alert }) => alert.outcome === 'evaluated')
  if (all.length === 0 || evaluated.length < 2) return []
  const table = markdownTable(
    [{ header: 'Alert' }, ...all.map(({ name }) => ({ header: markdownText(name), align: right }))],
    evaluated
      .slice(0, MOST_ALERTS)
      .map(({ alert, name }) => [markdownText(name), ...all.map((incident) => alertFoundFigure(alert, incident))]),
  )
  return [
    `<details><summary>Until the page, by ${counted(evaluated.length, 'alert')} and incident</summary>`,
    table,
    ...more(evaluated.length),
    '</details>',
  ]
}

function quiet({ alerts }: DrillReport): string[] {
  const names = alertNames(alerts)
  const named = alerts.map((alert, i) => ({ ...alert, name: names[i] ?? '' }))
  const rows = mostPagesFirst(named).flatMap(({ quiet: each, name, ...alert }) =>
    each === null
      ? []
      : [[markdownText(name), pagesFigure(each), oftenFigure(each, alert), spanFigure(each.firingSeconds)]],
  )
  if (rows.length === 0) return []
  const days = Math.max(...alerts.map(({ quiet: each }) => each?.days ?? 0))
  const pages = alerts.reduce((sum, { quiet: each }) => sum + (each === null || each.alwaysFiring ? 0 : each.pages), 0)
  return [
    `<details><summary><b>${counted(pages, 'page')} for nothing</b> in ${markdownSummary(spanFigure(days * 86_400))} in which nothing goes wrong</summary>`,
    markdownTable(
      [
        { header: 'Alert' },
        { header: 'Pages', align: right },
        { header: 'How often (95% confidence)', align: right },
        { header: 'Firing', align: right },
      ],
      rows.slice(0, MOST_ALERTS),
    ),
    ...more(rows.length),
    '</details>',
  ]
}

function more(count: number): string[] {
  return count > MOST_ALERTS ? [`and ${count - MOST_ALERTS} more in drill.json`] : []
}

function notSimulated({ alerts }: DrillReport): string[] {
  const names = alertNames(alerts)
  const lines = alerts.flatMap(({ outcome, problem, file, line }, i) =>
    outcome === 'evaluated'
      ? []
      : [`- **${markdownText(names[i] ?? '')}** (${markdownText(`${file}:${line}`)}): ${markdownText(problem ?? '')}.`],
  )
  if (lines.length === 0) return []
  return [
    '### Not simulated, and not counted as silence',
    lines.slice(0, MOST_ALERTS).join('\n'),
    ...more(lines.length),
  ]
}
