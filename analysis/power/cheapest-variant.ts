// Which of the variants that do what is asked is the cheapest: the one with the fewest series, for series are what a layout
// costs every day; then the one that changes least, then the one that pages falsely least often, then the quickest.

import type { PowerVariant } from '../../core/drill/power-curve.ts'

/** Null where none of them was shown to do what is asked. */
export function cheapestVariant(variants: readonly PowerVariant[]): PowerVariant | null {
  const good = variants.filter(({ finding }) => finding === 'pass')
  return good.sort((a, b) => firstDifference(costs(a), costs(b)))[0] ?? null
}

function costs(variant: PowerVariant): readonly number[] {
  const { series, layout, rangeSeconds, forSeconds, threshold, falsePages, detection } = variant
  return [
    series,
    [layout, rangeSeconds, forSeconds, threshold].filter((change) => change !== null).length,
    falsePages?.perDay.high ?? Number.MAX_VALUE,
    Math.max(0, ...detection.map(({ medianDelaySeconds }) => medianDelaySeconds ?? Number.MAX_VALUE)),
  ]
}

function firstDifference(a: readonly number[], b: readonly number[]): number {
  return a.map((cost, i) => cost - (b[i] as number)).find((difference) => difference !== 0) ?? 0
}

/** Why there is none. */
export function withoutProposal(variants: readonly PowerVariant[]): string {
  const open = variants.filter(({ finding }) => finding === 'inconclusive').length
  if (open === 0) return `None of the ${variants.length} combinations that were tried does what is asked.`
  return `None of the ${variants.length} combinations that were tried was shown to do what is asked; of ${open} of them the trials do not tell: --trials takes more.`
}
