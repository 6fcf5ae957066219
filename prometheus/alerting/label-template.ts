// Label values of rules may be Go templates. The two forms that nearly all of them have are rendered here; any other is
// left as it is written, and reported.

import { formatGoFloat } from '../series/go-float.ts'
import type { Labels } from '../series/series.ts'

const PLACEHOLDER = /\{\{-?\s*(.*?)\s*-?\}\}/gs
const LABEL = /^(?:\$labels|\.Labels)\.([a-zA-Z_]\w*)$/
const VALUE = /^(?:\$value|\.Value)$/

/** Go's `%v` switches to exponents later than `%g`. */
const EXPONENT_FROM = 21

/** The text with `{{ $labels.name }}` and `{{ $value }}` replaced. */
export function renderLabelTemplate(text: string, labels: Labels, value: number): string {
  return text.replace(PLACEHOLDER, (whole, action: string) => {
    if (VALUE.test(action)) return formatGoFloat(value, EXPONENT_FROM)
    const label = LABEL.exec(action)?.[1]
    if (label === undefined) return whole
    return Object.hasOwn(labels, label) ? (labels[label] as string) : ''
  })
}

/** Whether the text has a template that is not rendered. */
export function isUnrendered(text: string): boolean {
  return [...text.matchAll(PLACEHOLDER)].some(([, action = '']) => !VALUE.test(action) && !LABEL.test(action))
}
