import { formatRelative } from '../../figures/figures.ts'
import { html, type Markup } from '../page/markup.ts'

/** The change of a figure from the first run's, as `+12%`. Null for the first run itself, or where a figure is missing. */
export function relativeChange(value: number | null, first: number | null, index: number): Markup | null {
  if (index === 0 || value === null || first === null || first === 0) return null
  const ratio = value / first
  // Beyond ten times, a factor is easier to read than a percentage.
  const change = ratio >= 10 ? `×${Number(ratio.toPrecision(2))}` : formatRelative(ratio - 1)
  return html` <span class="row-note">${change}</span>`
}
