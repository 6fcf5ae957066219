// The months of one seed, each with a seed of its own, and the instants at which incidents begin in it.

import type { DrillIncident } from '../../../core/drill/drill-incident.ts'
import { DAY_SECONDS } from '../../../core/drill/incident-catalogue.ts'
import { randomStream } from '../../../core/random.ts'
import type { MonthPlan } from '../drill-month.ts'
import type { DrillOptions } from '../drill-options.ts'
import type { PreparedDrill } from '../prepare-drill.ts'

type PlannedOptions = Pick<DrillOptions, 'quietMonths' | 'days'>
type PlannedDrill = Pick<PreparedDrill, 'months' | 'timed' | 'gridSeconds'>

/** The quiet ones, then those with incidents. */
export function monthPlans(seed: number, options: PlannedOptions, drill: PlannedDrill): readonly MonthPlan[] {
  const random = randomStream(seed, 'drill/months')
  const next = () => Math.floor(random() * 2 ** 31)
  return [
    ...Array.from({ length: options.quietMonths }, (_, i) => ({
      name: i === 0 ? 'quiet' : `quiet ${i + 1}`,
      kind: 'quiet' as const,
      seed: next(),
      incidents: [],
    })),
    ...drill.months.map((incidents, i) => ({
      name: i === 0 ? 'incidents' : `incidents ${i + 1}`,
      kind: 'incidents' as const,
      seed: next(),
      incidents: incidents.map((incident) => begun(incident, seed, options, drill)),
    })),
  ]
}

/**
 * Nobody's incident waits for a scrape: it begins at any second between two of them, and between two evaluations, unless it was
 * given its time. How late a page comes depends on it.
 */
function begun(
  incident: DrillIncident,
  seed: number,
  { days }: PlannedOptions,
  { timed, gridSeconds }: PlannedDrill,
): DrillIncident {
  const { name, fromSeconds, toSeconds } = incident
  const late = Math.floor(randomStream(seed, `drill/begins/${name}`)() * gridSeconds)
  if (timed.includes(name) || toSeconds + late > days * DAY_SECONDS) return incident
  return { ...incident, fromSeconds: fromSeconds + late, toSeconds: toSeconds + late }
}
