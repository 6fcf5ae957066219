// bench/RESULTS.md.

import { minuteOf } from '../../core/text/minute-of.ts'
import { MOST_OTHER_SHARE, MOST_STOLEN_SHARE } from '../machine/disturbance.ts'
import type { MeasuredSection } from './measured-section.ts'
import { type Goal, TOO_FEW, table } from './section.ts'

export interface Surroundings {
  readonly machine: string
  readonly programs: readonly { readonly name: string; readonly version: string | null }[]
}

export function resultsPage(sections: readonly MeasuredSection[], surroundings: Surroundings): string {
  const goals = sections.flatMap((section) => section.goals)
  const lines = [
    '# What was measured',
    '',
    '`npm run bench` writes this page. Read the ratios, not the rates: those are the machine’s.',
    '',
    `- ${surroundings.machine}`,
    `- ${programLine(surroundings.programs)}`,
    `- Generators have core 0 and services core 1, unless said. A measurement is discarded if other processes used more than ${MOST_OTHER_SHARE * 100}% of a core meanwhile, or the host took more than ${MOST_STOLEN_SHARE * 100}% of the CPU time, and taken again a few times. Figures are medians of the rounds; one with fewer than three is not shown (–).`,
    '',
    '## Goals',
    '',
    ...table(['goal', 'bar', 'measured', 'holds'], goals.map(goalRow)),
    ...sections.flatMap((section) => [`## ${section.title}`, '', ...section.lines, takenAt(section), '']),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function takenAt({ measuredAt, extent }: MeasuredSection): string {
  return `_Measured on ${minuteOf(measuredAt)} UTC: up to ${extent.rounds} rounds of ${extent.seconds} s, each measurement taken up to ${extent.attempts} times._`
}

function programLine(programs: Surroundings['programs']): string {
  const present = programs.flatMap(({ name, version }) => (version === null ? [] : [`${name} ${version}`]))
  const missing = programs.flatMap(({ name, version }) => (version === null ? [name] : []))
  const absent = missing.length === 0 ? '' : `; not installed, and left out: ${missing.join(', ')}`
  return `${present.join(', ')}${absent}`
}

function goalRow({ what, bar, measured, holds }: Goal): string[] {
  return [what, bar, measured ?? TOO_FEW, holds === null ? '–' : holds ? 'yes' : '**no**']
}
