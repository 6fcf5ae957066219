// What is allowed in a scenario but probably a slip, or more than a machine can do. Sentences, for the terminal.

import { lateFirstBound } from '../core/histogram/late-first-bound.ts'
import { referencesOf } from '../core/references/references-of.ts'
import { trafficInRequests } from '../core/scenario/flows/traffic-in-requests.ts'
import type { Scenario } from '../core/scenario/scenario.ts'
import { formatCount } from '../core/text/count.ts'

/** Per second. docs/measurement.md: about 5,000 are trusted on two cores; the fastest machines send some times that. */
const MORE_THAN_ONE_MACHINE = 20_000

export function scenarioNotes(scenario: Scenario): string[] {
  return [...notesOfLoad(scenario), ...unusedNotes(scenario)]
}

function unusedNotes({ requests, setup, data = [], values = [] }: Scenario): string[] {
  const used = [...requests, ...(setup?.steps ?? [])].flatMap(referencesOf)
  const unusedSets = data.filter(({ name }) => !used.some(({ source }) => source === name))
  const unusedValues = values.filter(
    (value) => !used.some(({ source, name }) => source === 'values' && name === value.name),
  )
  return [
    ...unusedSets.map(({ name }) => `data.${name}: no request draws a row from it`),
    ...unusedValues.map(({ name }) => `values.${name}: no request has it`),
  ]
}

function notesOfLoad({ load, service, flows }: Scenario): string[] {
  const rates = trafficInRequests(load.phases, flows).flatMap(({ name, traffic }) => {
    const rate = traffic.kind === 'open' ? Math.max(traffic.fromRatePerSecond, traffic.toRatePerSecond) : 0
    if (rate <= MORE_THAN_ONE_MACHINE) return []
    return `phase ${name}: ${formatCount(rate)} requests per second are more than one machine usually sends (about 5,000 on two cores); a generator that falls behind makes the run inconclusive`
  })
  const late = service.kind === 'bundled' ? lateFirstBound(service.behaviour.layout.upperBounds) : null
  return late === null ? rates : [...rates, `layout: ${late}`]
}
