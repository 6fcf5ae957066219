import type { ReportedGenerator } from '../../core/report/report.ts'

/** How well the generator kept up, in a word or two. */
export function generatorState({
  overloaded,
  saturated,
  fit,
}: Pick<ReportedGenerator, 'overloaded' | 'saturated' | 'fit'>): 'overloaded' | 'saturated' | 'on schedule' {
  // Reports of 0.2 do not know what made it unfit.
  if (overloaded || (!fit && !saturated)) return 'overloaded'
  return saturated ? 'saturated' : 'on schedule'
}
