// Ratios as people read them, in percent. One way of writing them for sentences, tables and charts.

import { groupDigits } from '../count.ts'

/** A share for people, three digits of it or of what is missing to all: 0.01234 is `1.23%`, 0.998766 is `99.877%`. */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return 'n/a'
  const rest = Math.min(Math.abs(share), Math.abs(1 - share)) * 100
  const decimals = rest === 0 ? 0 : 2 - Math.floor(Math.log10(rest))
  return `${Number((share * 100).toFixed(Math.min(Math.max(decimals, 0), 12)))}%`.replace('-', '−')
}

/** A change as a ratio of what it is measured by, its sign always shown: `+127%`, `+7.4%`, `−0.4%`. */
export function formatChange(ratio: number): string {
  const percent = ratio * 100
  const text = groupDigits(percent, Math.abs(percent) < 9.95 ? 1 : 0).replace(/\.0$/, '')
  if (/^−?0$/.test(text)) return '0%'
  return `${percent > 0 ? '+' : ''}${text}%`
}
