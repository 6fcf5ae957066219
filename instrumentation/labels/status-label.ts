import type { RequestOutcome } from '../watch-request.ts'

const CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const

export type StatusLabel = (typeof CLASSES)[number] | 'aborted' | 'other'

/** The class of a status. `aborted` has none: its client read no status, whatever was meant to be sent. */
export function statusLabel(outcome: RequestOutcome): StatusLabel {
  if (outcome === 'aborted') return 'aborted'
  return CLASSES[Math.floor(outcome / 100) - 1] ?? 'other'
}
