// The figures that everyone asks for first.

import { isSign, isUntold } from '../../../core/drill/by-chance.ts'
import type { DrillReport } from '../../../core/report/drill-report.ts'
import { counted, listed } from '../../../core/text/plural.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'
import { html, type Markup } from '../../html/page/markup.ts'
import { alertNames } from '../figures/alert-names.ts'
import { detectionOf, firstPage, tellingAlerts } from '../figures/detection-figures.ts'
import { hasSeeds, isFoundInAll, toldBySeeds } from '../figures/seed-figures.ts'

export function drillFigures(report: DrillReport): Markup {
  const { incidents, alerts } = report
  const evaluated = alerts.filter(({ outcome }) => outcome === 'evaluated')
  return html`<dl class="figures">
${incidents.length === 0 ? null : hasSeeds(report) ? seedFigures(report) : foundFigures(report)}${quietFigure(evaluated)}${figure(
  'Alerts simulated',
  `${evaluated.length} of ${alerts.length}`,
  evaluated.length === alerts.length ? 'all of them' : 'of the others nothing is known',
)}</dl>
`
}

function foundFigures({ incidents, alerts }: DrillReport): Markup {
  const names = alertNames(alerts)
  const firsts = incidents.map((incident) => ({ incident, first: firstPage(incident, alerts, names) }))
  const found = firsts.flatMap(({ incident, first }) =>
    first !== null && isSign(first.detection) ? [{ incident, first }] : [],
  )
  const telling = tellingAlerts(alerts)
  const isTold = ({ incident, first }: (typeof firsts)[number]) =>
    first === null && telling.every((alert) => detectionOf(alert, incident)?.outcome !== 'already-firing')
  const missed = firsts.filter(isTold).map(({ incident }) => incident.name)
  const untold = incidents.length - found.length - missed.length
  const delays = found.map(({ incident, first }) => ({ incident, seconds: first.detection.notifiedAfterSeconds ?? 0 }))
  const [slowest] = delays.sort((a, b) => b.seconds - a.seconds)
  return html`${figure(
    'Incidents found',
    `${found.length} of ${incidents.length}`,
    [
      ...(missed.length > 0 ? [`nobody is paged for ${shortened(missed)}`] : []),
      ...(untold > 0 ? [`of ${untold} it cannot be told`] : []),
    ].join('; ') || 'somebody is paged for each',
  )}${
    slowest === undefined
      ? null
      : figure('Slowest first page', spanFigure(slowest.seconds), `after the beginning of ${slowest.incident.name}`)
  }`
}

function seedFigures({ incidents, seeds }: DrillReport): Markup {
  const known = toldBySeeds(incidents)
  const always = known.filter(({ overSeeds }) => isFoundInAll(overSeeds))
  const untold = known.filter(({ overSeeds }) => isUntold(overSeeds))
  const told = known.filter((each) => !untold.includes(each))
  const never = told.filter(({ overSeeds }) => overSeeds.paged === 0).map(({ name }) => name)
  const sometimes = told.length - always.length - never.length
  const delays = told.flatMap(({ name, overSeeds }) => {
    const p95 = overSeeds.notifiedAfter?.p95 ?? null
    return p95 === null ? [] : [{ name, seconds: p95 }]
  })
  const [slowest] = delays.sort((a, b) => b.seconds - a.seconds)
  return html`${figure('Seeds', String(seeds?.done ?? 0), 'all months again in each of them')}${figure(
    'Found in every seed',
    `${always.length} of ${incidents.length}`,
    [
      ...(sometimes > 0 ? [`${sometimes} in some`] : []),
      ...(never.length > 0 ? [`nobody is ever paged for ${shortened(never)}`] : []),
      ...(untold.length > 0 ? [`of ${untold.length} it cannot be told`] : []),
    ].join('; ') || 'somebody is always paged for each',
  )}${
    slowest === undefined
      ? null
      : figure(
          'Slowest first page',
          spanFigure(slowest.seconds),
          `P95 of the seeds, after the beginning of ${slowest.name}`,
        )
  }`
}

function quietFigure(evaluated: DrillReport['alerts']): Markup | null {
  const quiet = evaluated.flatMap((alert) => (alert.quiet === null ? [] : [alert.quiet]))
  if (quiet.length === 0) return null
  const counts = quiet.filter(({ alwaysFiring }) => !alwaysFiring)
  const pages = counts.reduce((sum, each) => sum + each.pages, 0)
  const days = Math.max(...quiet.map((each) => each.days))
  const always = quiet.length - counts.length
  const note = `in ${spanFigure(days * 86_400)} in which nothing goes wrong`
  return figure(
    'Pages for nothing',
    String(pages),
    always === 0 ? note : `${note}; ${counted(always, 'alert')} always firing`,
  )
}

const MOST_NAMES = 3
const MOST_LETTERS = 75

function shortened(names: readonly string[]): string {
  if (names.length <= MOST_NAMES && names.join(', ').length <= MOST_LETTERS) return listed(names)
  const shown = names.slice(0, MOST_NAMES).filter((name) => name.length <= MOST_LETTERS / MOST_NAMES)
  return shown.length === 0 ? String(names.length) : listed([...shown, `${names.length - shown.length} more`])
}

function figure(name: string, value: string, note: string): Markup {
  return html`<div class="figure-item"><dt>${name}</dt><dd><span class="figure-value">${value}</span> <span class="figure-note">${note}</span></dd></div>
`
}
