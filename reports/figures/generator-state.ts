import type { ReportedGenerator } from '../../core/report/report.ts'

export type GeneratorState = 'overloaded' | 'saturated' | 'lost' | 'on schedule'

/** How well the generator kept up, in a word or two. */
export function generatorState({
  overloaded,
  saturated,
  lost,
  fit,
}: Pick<ReportedGenerator, 'overloaded' | 'saturated' | 'lost' | 'fit'>): GeneratorState {
  if (lost > 0 && !overloaded) return 'lost'
  // Reports of 0.2 do not know what made it unfit.
  if (overloaded || (!fit && !saturated)) return 'overloaded'
  return saturated ? 'saturated' : 'on schedule'
}
