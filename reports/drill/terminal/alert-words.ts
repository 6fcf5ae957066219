// What one alert did about the incidents, in a line on a terminal: in the months of one seed, or over several.

import type { DrilledAlert, DrillReport, IncidentOverSeeds } from '../../../core/report/drill-report.ts'
import { counted, times } from '../../../core/text/plural.ts'
import { detectionOf, foundFigure } from '../figures/detection-figures.ts'
import { alertFigure, flapWords } from '../figures/seed-figures.ts'

interface Found {
  /** For which incidents it fired, and how late. */
  readonly found: readonly string[]
  readonly joint: string
  readonly silent: number
  readonly flaps: string | null
}

export function alertWords(alert: DrilledAlert, incidents: DrillReport['incidents']): string {
  if (alert.quiet?.alwaysFiring) return 'fires all the time'
  if (alert.cannotHold !== undefined)
    return 'silent for all of them, which proves nothing: its condition could not have held'
  const { found, joint, silent, flaps } =
    alert.overSeeds === null ? foundInOne(alert, incidents) : foundOverSeeds(alert, alert.overSeeds)
  if (found.length === 0) return 'silent for all of them'
  return [
    found.join(joint),
    ...(silent === 0 ? [] : [`silent for ${counted(silent, 'other')}`]),
    ...(flaps === null ? [] : [flaps]),
  ].join('; ')
}

/** Until somebody was told. */
function foundInOne(alert: DrilledAlert, incidents: DrillReport['incidents']): Found {
  const known = incidents.flatMap((incident) => detectionOf(alert, incident) ?? [])
  const found = known.filter(({ outcome }) => outcome !== 'missed')
  const flaps = found.reduce((sum, detection) => sum + detection.flaps, 0)
  return {
    found: found.map((detection) => `${detection.incident} ${foundFigure(detection)}`),
    joint: ', ',
    silent: known.length - found.length,
    flaps: flaps === 0 ? null : `went off and on again ${times(flaps)}`,
  }
}

/** In how many seeds, and the median of its delay. */
function foundOverSeeds(
  alert: DrilledAlert,
  all: readonly (IncidentOverSeeds & { readonly incident: string })[],
): Found {
  const found = all.filter(({ detected, alreadyFiring }) => detected > 0 || alreadyFiring > 0)
  return {
    found: found.map((seen) => `${seen.incident} ${alertFigure(seen, alert)}`),
    joint: '; ',
    silent: all.length - found.length,
    flaps: flapWords(all),
  }
}
