// bench/RESULTS.md.

import { MOST_OTHER_SHARE, MOST_STOLEN_SHARE } from '../machine/disturbance.ts'
import { type Extent, type Goal, type Section, TOO_FEW, table } from './section.ts'

export interface Surroundings {
  readonly date: Date
  readonly machine: string
  readonly programs: readonly { readonly name: string; readonly version: string | null }[]
}

export function resultsPage(sections: readonly Section[], surroundings: Surroundings, extent: Extent): string {
  const goals = sections.flatMap((section) => section.goals)
  const lines = [
    '# What was measured',
    '',
    '`npm run bench` writes this page. Read the ratios, not the rates: those are the machine’s.',
    '',
    `- ${surroundings.date.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${surroundings.machine}`,
    `- ${programLine(surroundings.programs)}`,
    `- Generators have core 0 and services core 1, unless said. Each measurement takes ${extent.seconds} s, and is discarded if other processes used more than ${MOST_OTHER_SHARE * 100}% of a core meanwhile, or the host took more than ${MOST_STOLEN_SHARE * 100}% of the CPU time; it is taken up to ${extent.attempts} times. Medians of up to ${extent.rounds} rounds; a figure with fewer than three is not shown (–).`,
    '',
    '## Goals',
    '',
    ...table(['goal', 'bar', 'measured', 'holds'], goals.map(goalRow)),
    ...sections.flatMap(({ title, lines }) => [`## ${title}`, '', ...lines]),
  ]
  return `${lines.join('\n').trimEnd()}\n`
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
