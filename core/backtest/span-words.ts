/** A length of time for people, in at most two units: `28d`, `1d 4h`, `2h 30m`, `45s`. */
export function spanWords(milliseconds: number): string {
  let rest = Math.max(0, Math.round(milliseconds / 1e3))
  if (rest === 0) return '0s'
  const parts: string[] = []
  for (const [unit, seconds] of UNITS) {
    const count = Math.floor(rest / seconds)
    rest -= count * seconds
    if (count > 0) parts.push(`${count}${unit}`)
    if (parts.length > 0 && (parts.length === 2 || count === 0)) break
  }
  return parts.join(' ')
}

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const
