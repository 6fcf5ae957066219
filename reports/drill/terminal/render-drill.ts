// A drill on a terminal: the headline, what was expected, the months as strips of days, which incidents were found and by
// whom, how often alerts page for nothing, and what all of it rests on. Pure; no line is wider than the given width, from 20
// columns up.

import { isSign } from '../../../core/drill/by-chance.ts'
import type { DrilledAlert, DrillReport, JudgedDrillExpectation } from '../../../core/report/drill-report.ts'
import { formatRate } from '../../../core/text/figures/rate.ts'
import { counted } from '../../../core/text/plural.ts'
import { plainText, withPlainText } from '../../figures/plain-text.ts'
import { EXPECTATION_WORDS } from '../../figures/rules/expectation-words.ts'
import { VERDICT_MARKS } from '../../figures/verdict-label.ts'
import type { TerminalOptions } from '../../terminal/terminal-options.ts'
import { bodyTable, detail, heading, statement, verdictMark } from '../../terminal/text/section.ts'
import { type Line, line, paint, span } from '../../terminal/text/styled-text.ts'
import { alertNames } from '../figures/alert-names.ts'
import {
  burntBy,
  burntFigure,
  firstPage,
  foundFigure,
  knowsBudgets,
  resolvedFigure,
  tellingAlerts,
  unpagedFigure,
} from '../figures/detection-figures.ts'
import { claimSentence, notificationSentence, seedWords } from '../figures/model-sentences.ts'
import { mostPagesFirst, oftenFigure, pagesFigure } from '../figures/quiet-figures.ts'
import { hasSeeds, stoppedSentence } from '../figures/seed-figures.ts'
import { alertWords } from './alert-words.ts'
import { monthStrips } from './month-strips.ts'
import { powerSection } from './power/power-section.ts'
import { seedsSection } from './seeds-section.ts'

const WIDEST = 120
/** More of them are in the page and in drill.json. */
const MOST_ALERTS = 12
const MOST_NOT_SIMULATED = 5
const MOST_ASSUMPTIONS = 24
/** A longer name is cut where a table would lose a column. */
const SHORTEST_NAME = 18

export interface DrillTerminal extends TerminalOptions {
  /** The page that was written; null for none. */
  readonly page: string | null
  /** Where the proposed rules were written; null for nowhere. */
  readonly proposalFile: string | null
}

export function renderDrill(given: DrillReport, { width: columns, color, page, proposalFile }: DrillTerminal): string {
  const report = withPlainText(given)
  const width = Math.min(columns, WIDEST)
  const sections = [
    headSection(report, width),
    expectationSection(report.expectations, width),
    hasSeeds(report) ? seedsSection(report, width) : incidentSection(report, width),
    alertSection(report, width),
    monthStrips(report, width),
    quietSection(report, width),
    powerSection(report.powerCurve, { proposal: given.powerCurve?.proposal ?? null, file: proposalFile }, width),
    notSimulatedSection(report, width),
    modelSection(report, width),
    page === null ? [] : heading('Report', line(plainText(page)), width),
  ].filter((lines) => lines.length > 0)
  const lines = sections.flatMap((section, i): Line[] => (i === 0 ? section : [[], ...section]))
  return `${lines.map((spans) => paint(spans, color)).join('\n')}\n`
}

function headSection(report: DrillReport, width: number): Line[] {
  const { verdict, headline, run, notes } = report
  const mark = verdict === null ? [] : [span(`${VERDICT_MARKS[verdict]} `, verdict)]
  return [
    ...heading('Drill', [...mark, span(headline)], width),
    ...(run.interrupted ? statement(line(stoppedSentence(report), 'inconclusive'), width) : []),
    ...statement(line(claimSentence(report), 'quiet'), width),
    ...notes.flatMap((note) => statement([span('· ', 'quiet'), span(note)], width)),
  ]
}

function expectationSection(expectations: readonly JudgedDrillExpectation[], width: number): Line[] {
  if (expectations.length === 0) return []
  return [
    ...heading('Expected', [], width),
    ...expectations.flatMap(({ expectation, finding, reason }) => [
      ...statement([verdictMark(finding), span(` ${expectation}  `), span(EXPECTATION_WORDS[finding], 'quiet')], width),
      ...detail(line(reason), width),
    ]),
  ]
}

function evaluatedAlerts({ alerts }: DrillReport): readonly DrilledAlert[] {
  return alerts.filter(({ outcome }) => outcome === 'evaluated')
}

/** For each incident the first page, and what it had cost by then. */
function incidentSection(report: DrillReport, width: number): Line[] {
  const { incidents } = report
  const alerts = tellingAlerts(evaluatedAlerts(report))
  if (incidents.length === 0 || alerts.length === 0) return []
  const names = alertNames(alerts)
  const hasBurnt = knowsBudgets(report)
  const rows = incidents.map((incident) => {
    const first = firstPage(incident, alerts, names)
    return [
      line(incident.name, 'strong'),
      first === null
        ? line(unpagedFigure(incident, alerts), 'inconclusive')
        : line(`after ${foundFigure(first.detection)}`, isSign(first.detection) ? 'pass' : 'inconclusive'),
      ...(hasBurnt
        ? [line(burntFigure({ burnt: burntBy(first, incident, alerts) }), first === null ? 'inconclusive' : null)]
        : []),
      line(first === null ? '–' : resolvedFigure(first.detection)),
      line(first === null ? '' : first.name),
    ]
  })
  const columns = [
    { header: 'incident', align: 'left', drop: 'keep' },
    { header: 'first page', align: 'left', drop: 'keep' },
    ...(hasBurnt ? ([{ header: 'budget burnt', align: 'right', drop: 2 }] as const) : []),
    { header: 'resolved', align: 'left', drop: 3 },
    { header: 'by', align: 'left', drop: 1, shortest: SHORTEST_NAME },
  ] as const
  const table = bodyTable(columns, rows, width)
  const plain = () => rows.flatMap(([name = [], page = []]) => statement([...name, span(' '), ...page], width))
  return [
    ...heading(
      'Incidents',
      line(`the first page of any alert${hasBurnt ? ', and the budget burnt by then' : ''}`, 'quiet'),
      width,
    ),
    ...(table ?? plain()),
    ...incidents.flatMap(({ name, sentence }) => statement([span(`${name}  `), span(sentence, 'quiet')], width)),
  ]
}

/** Which alert found which incident. */
function alertSection(report: DrillReport, width: number): Line[] {
  const all = evaluatedAlerts(report)
  if (all.length < 2 || report.incidents.length === 0) return []
  const names = alertNames(all)
  const shown = all.slice(0, MOST_ALERTS)
  return [
    ...heading(
      'Alerts',
      line(
        hasSeeds(report)
          ? 'in how many seeds somebody was told, and how late in the median'
          : 'from the beginning of an incident until somebody is told',
        'quiet',
      ),
      width,
    ),
    ...shown.flatMap((alert, i) => alertLines(alert, names[i] ?? alert.alert, report, width)),
    ...(all.length > shown.length
      ? statement(
          line(`and ${counted(all.length - shown.length, 'more alert')}; all are in drill.json`, 'quiet'),
          width,
        )
      : []),
  ]
}

function alertLines(alert: DrilledAlert, name: string, { incidents }: DrillReport, width: number): Line[] {
  return statement([span(name, 'strong'), span(`  ${alertWords(alert, incidents)}`)], width)
}

function quietSection(report: DrillReport, width: number): Line[] {
  const alerts = evaluatedAlerts(report).filter(({ quiet }) => quiet !== null)
  if (alerts.length === 0) return []
  const names = alertNames(alerts)
  const named = alerts.map((alert, i) => ({ ...alert, name: names[i] ?? '' }))
  const shown = mostPagesFirst(named).slice(0, MOST_ALERTS)
  const rows = shown.flatMap(({ quiet, name, ...alert }) =>
    quiet === null
      ? []
      : [
          [
            line(name),
            line(
              pagesFigure(quiet),
              quiet.pages > 0 ? 'fail' : alert.cannotHold === undefined ? 'pass' : 'inconclusive',
            ),
            line(oftenFigure(quiet, alert)),
            line(String(quiet.flaps)),
          ],
        ],
  )
  const columns = [
    { header: 'alert', align: 'left', drop: 'keep', shortest: SHORTEST_NAME },
    { header: 'false pages', align: 'right', drop: 'keep' },
    { header: '95% interval', align: 'left', drop: 1 },
    { header: 'flaps', align: 'right', drop: 2 },
  ] as const
  const days = alerts[0]?.quiet?.days ?? 0
  const table = bodyTable(columns, rows, width)
  const plain = () => rows.flatMap(([name = [], pages = []]) => statement([...name, span(' '), ...pages], width))
  return [
    ...heading('Without an incident', line(counted(days, 'day'), 'quiet'), width),
    ...(table ?? plain()),
    ...(alerts.length > shown.length
      ? statement(
          line(`and ${counted(alerts.length - shown.length, 'more alert')}; all are in drill.json`, 'quiet'),
          width,
        )
      : []),
  ]
}

function notSimulatedSection({ alerts }: DrillReport, width: number): Line[] {
  const unknown = alerts.filter(({ outcome }) => outcome === 'not-simulated')
  if (unknown.length === 0) return []
  const more = unknown.length - MOST_NOT_SIMULATED
  return [
    ...heading('Not simulated', line('nothing is said of these', 'quiet'), width),
    ...unknown
      .slice(0, MOST_NOT_SIMULATED)
      .flatMap(({ alert, file, line: at, problem }) => [
        ...statement([span('? ', 'inconclusive'), span(alert, 'strong'), span(`  ${file}:${at}`, 'quiet')], width),
        ...detail(line(`${problem}`), width),
      ]),
    ...(more > 0 ? statement(line(`and ${more} more; all are in drill.json`, 'quiet'), width) : []),
  ]
}

function modelSection(report: DrillReport, width: number): Line[] {
  const { traffic, objectives, run } = report
  const more = report.assumptions.length - MOST_ASSUMPTIONS
  const assumptions =
    more > 0
      ? [...report.assumptions.slice(0, MOST_ASSUMPTIONS), `and ${more} more; all are in drill.json`]
      : report.assumptions
  const rates = `${formatRate(traffic.meanRate)} on average, ${formatRate(traffic.dayRate)} by day, ${formatRate(traffic.nightRate)} by night`
  const budgets =
    objectives.length === 0
      ? 'No objective is known, so that no budget is counted: --slo names one.'
      : `Budgets of 30 days: ${objectives.map(({ name }) => name).join(', ')}.`
  return [
    ...heading('Taken for granted', line(rates, 'quiet'), width),
    ...[
      ...assumptions,
      budgets,
      notificationSentence(report),
      `Drawn with ${seedWords(run.seed, report.seeds)}.`,
    ].flatMap((sentence) => statement([span('· ', 'quiet'), span(sentence, 'quiet')], width)),
  ]
}
