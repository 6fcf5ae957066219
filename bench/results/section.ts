// What a benchmark has to say: tables, and the goals that it was measured for.

import type { Comparison } from '../machine/compare-calmly.ts'

export interface Goal {
  readonly what: string
  /** In words: `≥ 1.5 ×`. */
  readonly bar: string
  /** In words; null where too few rounds were undisturbed. */
  readonly measured: string | null
  readonly holds: boolean | null
}

export interface Section {
  readonly title: string
  /** Markdown. */
  readonly lines: readonly string[]
  readonly goals: readonly Goal[]
}

/** How long benchmarks take. */
export interface Extent {
  readonly rounds: number
  readonly attempts: number
  readonly seconds: number
  readonly blameRuns: number
  readonly smoke: boolean
}

export interface Benchmark {
  readonly name: string
  run(extent: Extent, say: (line: string) => void): Promise<Section>
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line), '']
}

export const TOO_FEW = 'too few calm rounds'

/** A number, or that there is none. */
export function figure(value: number | null | undefined, digits = 2, unit = ''): string {
  return value === null || value === undefined || Number.isNaN(value) ? '–' : `${value.toFixed(digits)}${unit}`
}

export function milliseconds(seconds: number | null | undefined, digits = 2): string {
  return figure(seconds === null || seconds === undefined ? null : seconds * 1e3, digits)
}

export function goal(
  what: string,
  [bar, holds]: readonly [string, (value: number) => boolean],
  value: number | null,
  show: (value: number) => string,
): Goal {
  return { what, bar, measured: value === null ? null : show(value), holds: value === null ? null : holds(value) }
}

/** What became of the rounds. */
export function aboutRounds({ rounds, discarded, failures }: Comparison<unknown>): string {
  const complete = `${rounds.length} rounds; ${discarded} measurements discarded because the machine was busy with something else`
  const unique = [...new Set(failures)]
  return failures.length === 0 ? `${complete}.` : `${complete}, ${failures.length} failed: ${unique.join('; ')}.`
}
