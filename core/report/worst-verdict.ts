// Three-valued judgement: doubt is a value with a reason.

export const VERDICTS = ['pass', 'inconclusive', 'fail'] as const

/** From best to worst: pass, inconclusive, fail. */
export type Verdict = (typeof VERDICTS)[number]

/** The worst of all. Of nothing at all: inconclusive, for a run that judged nothing proves nothing. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.length === 0) return 'inconclusive'
  return verdicts.reduce((worst, next) => (VERDICTS.indexOf(next) > VERDICTS.indexOf(worst) ? next : worst))
}
