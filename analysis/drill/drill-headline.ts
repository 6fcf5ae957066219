// What a drill found in one sentence, and the sentences that decide its verdict, worst first.

import { isSign, isUntold } from '../../core/drill/by-chance.ts'
import type { DrillDetection, DrilledAlert, DrillReport } from '../../core/report/drill-report.ts'
import { VERDICTS } from '../../core/report/worst-verdict.ts'
import { counted, listed, times } from '../../core/text/plural.ts'
import { withoutReceiver } from './alerts-about.ts'
import { namesOf } from './expectation-doubts.ts'

type Found = Omit<DrillReport, 'headline' | 'reasons'>

export function drillHeadline(report: Found): string {
  const evaluated = report.alerts.filter(({ outcome }) => outcome === 'evaluated')
  const unknown = report.alerts.length - evaluated.length
  const [first] = report.alerts
  if (evaluated.length === 0)
    return `Nothing was drilled: ${first === undefined ? 'there are no alerts' : notSimulatedWords(first, unknown)}.`
  const could = evaluated.filter(({ cannotHold }) => cannotHold === undefined)
  // Its silence is none.
  const couldNot = evaluated.filter((alert) => !could.includes(alert))
  const clauses = [
    ...(could.length === 0 ? [] : [foundWords(report, could)]),
    ...(couldNot.length === 0 ? [] : [`${namesOf(couldNot)} could not fire`]),
    ...nobodyIsTold(could),
    ...(unknown === 0 ? [] : [`${counted(unknown, 'alert')} ${unknown === 1 ? 'is' : 'are'} not simulated`]),
  ]
  return `${clauses.join('; ')}.`
}

function foundWords(report: Found, alerts: readonly DrilledAlert[]): string {
  if (report.incidents.length === 0) return onlyQuietWords(alerts)
  const telling = tellingOf(alerts)
  // A watchdog tells nothing of incidents.
  if (telling.length === 0) return `${firesAlwaysWords(alerts)}, also where nothing goes wrong`
  return `${overSeedsWords(report, telling) ?? incidentWords(report, telling)}${quietWords(alerts, ', and')}`
}

function nobodyIsTold(alerts: readonly DrilledAlert[]): string[] {
  const untold = withoutReceiver(alerts)
  return untold.length === 0 ? [] : [`Alertmanager tells nobody of ${namesOf(untold)}`]
}

function firesAlwaysWords(always: readonly DrilledAlert[]): string {
  const names = new Set(always.map(({ alert }) => alert))
  return `${namesOf(always)} ${names.size === 1 ? 'fires' : 'fire'} all the time`
}

function notSimulatedWords({ alert, problem }: DrilledAlert, alerts: number): string {
  return alerts === 1
    ? `${alert} is not simulated, ${problem}`
    : `none of ${alerts} alerts is simulated. ${alert}: ${problem}`
}

const MOST_MISSED = 4

function incidentWords({ incidents }: Found, alerts: readonly DrilledAlert[]): string {
  const whose = whoseWords(alerts)
  const namesWhere = (holds: (detections: readonly DrillDetection[]) => boolean) =>
    incidents.flatMap(({ name }) =>
      holds(alerts.flatMap(({ detections }) => detections.filter(({ incident }) => incident === name))) ? [name] : [],
    )
  const fired = namesWhere((detections) => detections.some(isSign))
  const missed = namesWhere((detections) => detections.every(({ outcome }) => outcome === 'missed'))
  // It fired before, or may have by chance.
  const untold = incidents.flatMap(({ name }) => (fired.includes(name) || missed.includes(name) ? [] : [name]))
  const cannotBeTold = untoldWords(untold)
  if (fired.length === 0) {
    if (missed.length === 0) return aroundWords(whose, untold)
    return untold.length === 0 && missed.length > 1
      ? `${whose} fired for none of ${missed.length} incidents`
      : `${didNotFire(alerts)} for ${fewOf(missed)}${cannotBeTold}`
  }
  const notFor = missed.length === 0 ? '' : `, not for ${fewOf(missed)}`
  return `${whose} fired for ${ofIncidents(fired, incidents.length)}${notFor}${cannotBeTold}`
}

/** `outage`, `both incidents`, `all 3 incidents`, `2 of 3 incidents`. */
function ofIncidents(names: readonly string[], all: number): string {
  if (all === 1) return names[0] ?? ''
  if (names.length < all) return `${names.length} of ${all} incidents`
  return all === 2 ? 'both incidents' : `all ${all} incidents`
}

function untoldWords(untold: readonly string[]): string {
  return untold.length === 0 ? '' : ` (of ${fewOf(untold)} it cannot be told)`
}

/** Where it cannot be told of any incident. */
function aroundWords(whose: string, untold: readonly string[]): string {
  return `${whose} fired around ${fewOf(untold)}, but maybe not because of ${untold.length === 1 ? 'it' : 'them'}`
}

function didNotFire(alerts: readonly DrilledAlert[]): string {
  return alerts.length === 1 ? `${whoseWords(alerts)} did not fire` : `None of ${alerts.length} alerts fired`
}

function onlyQuietWords(alerts: readonly DrilledAlert[]): string {
  const telling = tellingOf(alerts)
  const words = telling.length === 0 ? ` ${firesAlwaysWords(alerts)}` : quietWords(alerts, '')
  return `No incident was simulated${words === '' ? '' : `;${telling.length === 0 ? '' : ` ${whoseWords(telling)}`}${words}`}`
}

/** `In 100 seeds 2 alerts fired every time for 3 of 12 incidents, sometimes for leak, never for gone`. */
function overSeedsWords({ incidents, seeds }: Found, alerts: readonly DrilledAlert[]): string | null {
  if (seeds === null || seeds.done === 0) return null
  const known = incidents.flatMap(({ name, overSeeds }) => (overSeeds === null ? [] : [{ name, overSeeds }]))
  const untold = known.filter(({ overSeeds }) => isUntold(overSeeds))
  const told = known.filter((each) => !untold.includes(each))
  if (known.length === 0) return null
  const always = told.filter(({ overSeeds }) => overSeeds.detected === overSeeds.seeds)
  const never = told.filter(({ overSeeds }) => overSeeds.detected === 0)
  const sometimes = told.filter((each) => !always.includes(each) && !never.includes(each))
  const namesOf = (some: typeof known) => some.map(({ name }) => name)
  const whose = `In ${counted(seeds.done, 'seed')} ${whoseWords(alerts)}`
  const cannotBeTold = untoldWords(namesOf(untold))
  if (told.length === 0) return aroundWords(whose, namesOf(untold))
  if (never.length === told.length)
    return `${whose} never fired for ${untold.length === 0 && never.length > MOST_MISSED ? `any of ${never.length} incidents` : fewOf(namesOf(never))}${cannotBeTold}`
  const fired = [
    ...(always.length === 0 ? [] : [`every time for ${ofIncidents(namesOf(always), incidents.length)}`]),
    ...(sometimes.length === 0 ? [] : [`sometimes for ${fewOf(namesOf(sometimes))}`]),
    ...(never.length === 0 ? [] : [`never for ${fewOf(namesOf(never))}`]),
  ]
  return `${whose} fired ${fired.join(', ')}${cannotBeTold}`
}

function tellingOf(alerts: readonly DrilledAlert[]): readonly DrilledAlert[] {
  return alerts.filter(({ quiet }) => quiet?.alwaysFiring !== true)
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
  const always = alerts.filter(({ quiet }) => quiet?.alwaysFiring)
  const pages = known.filter(({ alwaysFiring }) => !alwaysFiring).reduce((sum, quiet) => sum + quiet.pages, 0)
  return [
    `${joint} ${pages === 0 ? 'never paged' : `paged ${times(pages)}`} in ${counted(days, 'quiet day')}`,
    ...(always.length === 0 ? [] : [firesAlwaysWords(always)]),
  ].join('; ')
}

export function drillReasons({ expectations }: Found): readonly string[] {
  const worstFirst = [...expectations].sort((a, b) => VERDICTS.indexOf(b.finding) - VERDICTS.indexOf(a.finding))
  return worstFirst.map(({ expectation, finding, reason }) => `${FINDING_WORDS[finding]}: ${expectation}. ${reason}`)
}

const FINDING_WORDS = { pass: 'Met', fail: 'Not met', inconclusive: 'Cannot be told' } as const
