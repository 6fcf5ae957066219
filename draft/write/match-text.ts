// Matchers as PromQL has them, of the values that labels may have.

import type { DraftMatch } from '../draft.ts'

/** `{method="GET",route=~"/a|/b"}`; empty for all series. */
export function matchText(match: DraftMatch): string {
  const matchers = Object.entries(match)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, values]) => matcherText(label, values))
  return matchers.length === 0 ? '' : `{${matchers.join(',')}}`
}

function matcherText(label: string, values: readonly string[]): string {
  const [only] = values
  if (values.length === 1) return `${label}=${JSON.stringify(only)}`
  return `${label}=~${JSON.stringify(values.map(escaped).join('|'))}`
}

/** Each character as itself, in RE2. */
function escaped(text: string): string {
  return text.replace(/[\\.*+?^${}()|[\]]/g, '\\$&')
}
