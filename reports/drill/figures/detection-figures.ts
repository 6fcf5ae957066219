// What an alert did about an incident, in a cell and in a row.

import { isSign } from '../../../core/drill/by-chance.ts'
import type {
  DrillBurn,
  DrillDetection,
  DrilledAlert,
  DrillReport,
  ReportedIncident,
} from '../../../core/report/drill-report.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { listed } from '../../../core/text/plural.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'

/** Until the page, or why there is none: `3m 45s`, `1h 30m, maybe by chance`, `missed`. */
export function foundFigure(detection: DrillDetection | undefined): string {
  if (detection === undefined) return '–'
  const { outcome, firingAfterSeconds, notifiedAfterSeconds } = detection
  if (outcome === 'missed') return 'missed'
  if (outcome === 'already-firing') return 'was firing'
  const chance = isSign(detection) ? '' : ', maybe by chance'
  if (notifiedAfterSeconds !== null) return `${spanFigure(notifiedAfterSeconds)}${chance}`
  return firingAfterSeconds === null ? 'no page' : `no page, firing ${spanFigure(firingAfterSeconds)}${chance}`
}

/** Of an alert whose condition could not have held: its silence is none. */
export const COULD_NOT_FIRE = 'could not fire'

/** What one alert did about one incident. */
export function alertFoundFigure(alert: DrilledAlert, incident: ReportedIncident): string {
  const detection = detectionOf(alert, incident)
  return alert.cannotHold !== undefined && detection?.outcome === 'missed' ? COULD_NOT_FIRE : foundFigure(detection)
}

export function firingFigure({ firingAfterSeconds }: DrillDetection): string {
  return firingAfterSeconds === null ? '–' : spanFigure(firingAfterSeconds)
}

/** `4m after`, `2m before` the end of the incident; `stays` for an alert that fired on. */
export function resolvedFigure({ outcome, resolvedAfterSeconds }: DrillDetection): string {
  if (outcome === 'missed') return '–'
  if (resolvedAfterSeconds === null) return 'stays'
  // Evaluations lie a tenth of a second after the instants of incidents.
  if (Math.abs(resolvedAfterSeconds) < 0.5) return 'at its end'
  const span = spanFigure(Math.abs(resolvedAfterSeconds))
  return resolvedAfterSeconds > 0 ? `${span} after` : `${span} before`
}

/** Whether anything of a budget is known: without, nothing is said of what was burnt. */
export function knowsBudgets({ alerts }: Pick<DrillReport, 'alerts'>): boolean {
  return alerts.some(({ detections }) => detections.some(({ burnt }) => mostBurnt(burnt) !== null))
}

/** Of the budgets of 30 days: `7.2%`; with several objectives the one that was burnt most. */
export function burntFigure({ burnt }: Pick<DrillDetection, 'burnt'>): string {
  const most = mostBurnt(burnt)
  return most === null ? '–' : formatBurn(most)
}

/** With one objective, its name is said elsewhere: `7.2% of errors < 0.1%`. */
export function burntSentence({ burnt }: Pick<DrillDetection, 'burnt'>): string {
  const known = burnt.filter(({ share }) => share !== null)
  return listed(known.map(({ objective, share }) => `${formatBurn(share ?? 0)} of the budget of ${objective}`))
}

function mostBurnt(burnt: readonly DrillBurn[]): number | null {
  const shares = burnt.flatMap(({ share }) => (share === null ? [] : [share]))
  return shares.length === 0 ? null : Math.max(...shares)
}

/** Three digits are more than a budget is known to. */
function formatBurn(share: number): string {
  return share > 0 && share < 0.0001 ? 'under 0.01%' : formatShare(Number(share.toPrecision(2)))
}

export interface FirstPage {
  readonly alert: DrilledAlert
  readonly name: string
  readonly detection: DrillDetection
}

/** The alert that pages first for an incident, before those that may by chance; null where none does. */
export function firstPage(
  incident: ReportedIncident,
  alerts: readonly DrilledAlert[],
  names: readonly string[],
): FirstPage | null {
  const pages = alerts.flatMap((alert, i): FirstPage[] => {
    const detection = detectionOf(alert, incident)
    const isPage = detection?.outcome === 'detected' && detection.notifiedAfterSeconds !== null
    return isPage ? [{ alert, name: names[i] ?? alert.alert, detection }] : []
  })
  const after = ({ detection }: FirstPage) => detection.notifiedAfterSeconds ?? Number.POSITIVE_INFINITY
  const rank = ({ detection }: FirstPage) => (isSign(detection) ? 0 : 1)
  return pages.sort((a, b) => rank(a) - rank(b) || after(a) - after(b))[0] ?? null
}

/** A watchdog tells nothing of incidents. */
export function tellingAlerts(alerts: readonly DrilledAlert[]): readonly DrilledAlert[] {
  return alerts.filter(({ quiet }) => quiet?.alwaysFiring !== true)
}

/** Until the first page; where nobody is paged, all that the incident burns, which is the same of every alert. */
export function burntBy(
  first: FirstPage | null,
  incident: ReportedIncident,
  alerts: readonly DrilledAlert[],
): readonly DrillBurn[] {
  const detection = first?.detection ?? alerts.flatMap((alert) => detectionOf(alert, incident) ?? [])[0]
  return detection?.burnt ?? []
}

/** Where nobody is paged for an incident: whether an alert fired all the same, or before, or could not have. */
export function unpagedFigure(incident: ReportedIncident, alerts: readonly DrilledAlert[]): string {
  const seen = tellingAlerts(alerts).flatMap((alert) => {
    const detection = detectionOf(alert, incident)
    return detection === undefined ? [] : [{ alert, detection }]
  })
  const fired = seen.map(({ detection }) => detection).filter(({ outcome }) => outcome !== 'missed')
  const [first] = fired.sort((a, b) => rankUnpaged(a) - rankUnpaged(b))
  if (first !== undefined) return foundFigure(first)
  return seen.length > 0 && seen.every(({ alert }) => alert.cannotHold !== undefined)
    ? 'no alert could fire'
    : 'no alert fired'
}

/** What shows most: a firing, one that may be chance, one from before. */
function rankUnpaged(detection: DrillDetection): number {
  return isSign(detection) ? 0 : detection.outcome === 'detected' ? 1 : 2
}

export function detectionOf(alert: DrilledAlert, incident: ReportedIncident): DrillDetection | undefined {
  return alert.detections.find((each) => each.incident === incident.name)
}
