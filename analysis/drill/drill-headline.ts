// What a drill found in one sentence, and the sentences that decide its verdict, worst first.

import type { DrilledAlert, DrillReport } from '../../core/report/drill-report.ts'
import { VERDICTS } from '../../core/report/worst-verdict.ts'
import { counted, listed, times } from '../../core/text/plural.ts'

type Found = Omit<DrillReport, 'headline' | 'reasons'>

export function drillHeadline(report: Found): string {
  const evaluated = report.alerts.filter(({ outcome }) => outcome === 'evaluated')
  const others = report.alerts.length - evaluated.length
  const [first] = report.alerts
  if (evaluated.length === 0)
    return `Nothing was drilled: ${first === undefined ? 'there are no alerts' : `${first.alert}: ${first.problem}`}.`
  const notSimulated = others === 0 ? '' : `; ${counted(others, 'alert')} ${others === 1 ? 'is' : 'are'} not simulated`
  return `${incidentWords(report, evaluated)}${quietWords(evaluated)}${notSimulated}.`
}

const MOST_MISSED = 4

function incidentWords({ incidents }: Found, evaluated: readonly DrilledAlert[]): string {
  const telling = evaluated.filter(({ quiet }) => quiet?.alwaysFiring !== true)
  const alerts = telling.length === 0 ? evaluated : telling
  const whose = alerts.length === 1 ? (alerts[0]?.alert ?? '') : counted(alerts.length, 'alert')
  if (incidents.length === 0) return `${whose}: no incident was simulated`
  const fired = incidents.filter(({ name }) =>
    alerts.some(({ detections }) =>
      detections.some(({ incident, outcome }) => incident === name && outcome === 'detected'),
    ),
  )
  const missed = incidents.filter((incident) => !fired.includes(incident)).map(({ name }) => name)
  const all = counted(incidents.length, 'incident')
  if (fired.length === 0) return `${whose} fired for none of ${all}`
  const few =
    missed.length <= MOST_MISSED
      ? missed
      : [...missed.slice(0, MOST_MISSED - 1), `${missed.length - MOST_MISSED + 1} others`]
  return `${whose} fired for ${fired.length} of ${all}${missed.length === 0 ? '' : `, not for ${listed(few)}`}`
}

function quietWords(alerts: readonly DrilledAlert[]): string {
  const known = alerts.flatMap(({ quiet }) => quiet ?? [])
  const days = known[0]?.days
  if (days === undefined) return ''
  const always = alerts.filter(({ quiet }) => quiet?.alwaysFiring).map(({ alert }) => alert)
  const pages = known.filter(({ alwaysFiring }) => !alwaysFiring).reduce((sum, quiet) => sum + quiet.pages, 0)
  const firesAlways =
    always.length === 0
      ? ''
      : `; ${listed([...new Set(always)])} ${new Set(always).size === 1 ? 'fires' : 'fire'} all the time`
  return `, and ${pages === 0 ? 'never' : times(pages)} in ${counted(days, 'quiet day')}${firesAlways}`
}

export function drillReasons({ expectations }: Found): readonly string[] {
  const worstFirst = [...expectations].sort((a, b) => VERDICTS.indexOf(b.finding) - VERDICTS.indexOf(a.finding))
  return worstFirst.map(({ expectation, finding, reason }) => `${FINDING_WORDS[finding]}: ${expectation}. ${reason}`)
}

const FINDING_WORDS = { pass: 'Met', fail: 'Not met', inconclusive: 'Cannot be told' } as const
