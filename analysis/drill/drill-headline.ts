// What a drill found in one sentence, and the sentences that decide its verdict, worst first.

import { isSign, mayBeByChance } from '../../core/drill/by-chance.ts'
import type { DrillDetection, DrilledAlert, DrillReport } from '../../core/report/drill-report.ts'
import { VERDICTS } from '../../core/report/worst-verdict.ts'
import { counted, listed, times } from '../../core/text/plural.ts'

type Found = Omit<DrillReport, 'headline' | 'reasons'>

export function drillHeadline(report: Found): string {
  const evaluated = report.alerts.filter(({ outcome }) => outcome === 'evaluated')
  const others = report.alerts.length - evaluated.length
  const [first] = report.alerts
  if (evaluated.length === 0)
    return `Nothing was drilled: ${first === undefined ? 'there are no alerts' : notSimulatedWords(first, others)}.`
  const overSeeds = overSeedsHeadline(report, evaluated)
  const notSimulated = others === 0 ? '' : `; ${counted(others, 'alert')} ${others === 1 ? 'is' : 'are'} not simulated`
  if (report.incidents.length === 0) return `${onlyQuietWords(evaluated)}${notSimulated}.`
  return `${overSeeds ?? incidentWords(report, evaluated)}${quietWords(evaluated, ', and')}${notSimulated}.`
}

function notSimulatedWords({ alert, problem }: DrilledAlert, alerts: number): string {
  return alerts === 1
    ? `${alert} is not simulated, ${problem}`
    : `none of ${alerts} alerts is simulated. ${alert}: ${problem}`
}

const MOST_MISSED = 4

function incidentWords({ incidents }: Found, evaluated: readonly DrilledAlert[]): string {
  const alerts = tellingOf(evaluated)
  const whose = whoseWords(alerts)
  const namesWhere = (holds: (detections: readonly DrillDetection[]) => boolean) =>
    incidents.flatMap(({ name }) =>
      holds(alerts.flatMap(({ detections }) => detections.filter(({ incident }) => incident === name))) ? [name] : [],
    )
  const fired = namesWhere((detections) => detections.some(isSign))
  const missed = namesWhere((detections) => detections.every(({ outcome }) => outcome === 'missed'))
  // It fired before, or may have by chance.
  const untold = incidents.flatMap(({ name }) => (fired.includes(name) || missed.includes(name) ? [] : [name]))
  const cannotBeTold = untold.length === 0 ? '' : ` (of ${fewOf(untold)} it cannot be told)`
  const all = counted(incidents.length, 'incident')
  if (fired.length === 0) return `${whose} fired for none of ${all}${cannotBeTold}`
  const notFor = missed.length === 0 ? '' : `, not for ${fewOf(missed)}`
  return `${whose} fired for ${fired.length} of ${all}${notFor}${cannotBeTold}`
}

function onlyQuietWords(evaluated: readonly DrilledAlert[]): string {
  const words = quietWords(evaluated, '')
  return `No incident was simulated${words === '' ? '' : `; ${whoseWords(tellingOf(evaluated))}${words}`}`
}

/** `In 100 seeds 2 alerts fired every time for 3 of 12 incidents, sometimes for leak, never for gone`. */
function overSeedsHeadline({ incidents, seeds }: Found, evaluated: readonly DrilledAlert[]): string | null {
  if (seeds === null || seeds.done === 0 || incidents.length === 0) return null
  const known = incidents.flatMap(({ name, overSeeds }) => (overSeeds === null ? [] : [{ name, overSeeds }]))
  // It fired before in all of them, or so late that it may have without the incident.
  const untold = known.filter(
    ({ overSeeds }) =>
      mayBeByChance(overSeeds) || (overSeeds.detected === 0 && overSeeds.alreadyFiring === overSeeds.seeds),
  )
  const told = known.filter((each) => !untold.includes(each))
  const always = told.filter(({ overSeeds }) => overSeeds.detected === overSeeds.seeds)
  const never = told.filter(({ overSeeds }) => overSeeds.detected === 0)
  const sometimes = told.filter((each) => !always.includes(each) && !never.includes(each))
  const namesOf = (some: typeof known) => fewOf(some.map(({ name }) => name))
  return [
    `In ${counted(seeds.done, 'seed')} ${whoseWords(tellingOf(evaluated))} fired every time for ${always.length === 0 ? 'none' : always.length} of ${counted(incidents.length, 'incident')}`,
    ...(sometimes.length === 0 ? [] : [`sometimes for ${namesOf(sometimes)}`]),
    ...(never.length === 0 ? [] : [`never for ${namesOf(never)}`]),
  ]
    .join(', ')
    .concat(untold.length === 0 ? '' : ` (of ${namesOf(untold)} it cannot be told)`)
}

/** A watchdog tells nothing of incidents. */
function tellingOf(evaluated: readonly DrilledAlert[]): readonly DrilledAlert[] {
  const telling = evaluated.filter(({ quiet }) => quiet?.alwaysFiring !== true)
  return telling.length === 0 ? evaluated : telling
}

function whoseWords(alerts: readonly DrilledAlert[]): string {
  return alerts.length === 1 ? (alerts[0]?.alert ?? '') : counted(alerts.length, 'alert')
}

function fewOf(names: readonly string[]): string {
  if (names.length <= MOST_MISSED) return listed(names)
  return listed([...names.slice(0, MOST_MISSED - 1), `${names.length - MOST_MISSED + 1} others`])
}

/** @param joint between what was said before and this */
function quietWords(alerts: readonly DrilledAlert[], joint: string): string {
  const known = alerts.flatMap(({ quiet }) => quiet ?? [])
  const days = known[0]?.days
  if (days === undefined) return ''
  const always = alerts.filter(({ quiet }) => quiet?.alwaysFiring).map(({ alert }) => alert)
  const pages = known.filter(({ alwaysFiring }) => !alwaysFiring).reduce((sum, quiet) => sum + quiet.pages, 0)
  const firesAlways =
    always.length === 0
      ? ''
      : `; ${listed([...new Set(always)])} ${new Set(always).size === 1 ? 'fires' : 'fire'} all the time`
  return `${joint} ${pages === 0 ? 'never paged' : `paged ${times(pages)}`} in ${counted(days, 'quiet day')}${firesAlways}`
}

export function drillReasons({ expectations }: Found): readonly string[] {
  const worstFirst = [...expectations].sort((a, b) => VERDICTS.indexOf(b.finding) - VERDICTS.indexOf(a.finding))
  return worstFirst.map(({ expectation, finding, reason }) => `${FINDING_WORDS[finding]}: ${expectation}. ${reason}`)
}

const FINDING_WORDS = { pass: 'Met', fail: 'Not met', inconclusive: 'Cannot be told' } as const
