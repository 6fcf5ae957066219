// Instructions counted now against those that were counted when someone last looked.

export interface CountedInstructions {
  readonly node: string
  readonly arch: string
  /** A unit of each hot path. */
  readonly instructions: Readonly<Record<string, number>>
}

export interface KnownInstructions extends CountedInstructions {
  /** More than this share above what is known is a regression. */
  readonly tolerance: number
}

export function judgeInstructions(
  known: KnownInstructions,
  counted: CountedInstructions,
): { readonly lines: readonly string[]; readonly isSlower: boolean } {
  const isComparable = known.node === counted.node && known.arch === counted.arch
  const judged = Object.entries(counted.instructions).map(([name, now]) => {
    const before = known.instructions[name]
    const ratio = before === undefined ? Number.NaN : now / before
    return { name, now, before, ratio, isSlower: isComparable && ratio > 1 + known.tolerance }
  })
  const lines = judged.map(({ name, now, before, ratio, isSlower }) => {
    const change = before === undefined ? 'not known yet' : `${before} known, × ${ratio.toFixed(3)}`
    return `${name}: ${now} instructions, ${change}${isSlower ? ', too many' : ''}`
  })
  const other = `known for Node ${known.node} on ${known.arch}, counted with ${counted.node} on ${counted.arch}: not judged`
  return { lines: isComparable ? lines : [...lines, other], isSlower: judged.some(({ isSlower }) => isSlower) }
}
