import { groupDigits } from '../count.ts'

/** Per second, in three digits: `20/s`, `48.2/s`, `1,234/s`. */
export function formatRate(perSecond: number): string {
  const magnitude = Math.abs(Number(perSecond.toPrecision(3)))
  const text = groupDigits(perSecond, magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : 2)
  return `${text.replace(/\.?0+$/, (zeros) => (text.includes('.') ? '' : zeros))}/s`
}
