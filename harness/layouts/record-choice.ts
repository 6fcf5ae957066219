// What of recorded evidence is read: which histogram, which of its series, and which span of time.

import type { LatencyUnit } from '../../core/histogram/latency-unit.ts'

/** As flags spell units of time. */
export const UNIT_FLAGS = {
  ns: 'nanoseconds',
  us: 'microseconds',
  ms: 'milliseconds',
  s: 'seconds',
  m: 'minutes',
} as const satisfies Readonly<Record<string, LatencyUnit>>

export type UnitFlag = keyof typeof UNIT_FLAGS

/** An instant since the Unix epoch, or one before the end of what there is: now, or the last scrape of a file. */
export type SpanEnd = { readonly atMs: number } | { readonly beforeEndMs: number }

export interface RecordChoice {
  /** Of a log's values, or of a histogram's bounds; undefined where they are to tell. */
  readonly unit?: UnitFlag | undefined
  /** Undefined: the run's own, or the only one. */
  readonly histogram?: string | undefined
  /** A PromQL selector's matchers, braces included; undefined for those of the run, or for all series. */
  readonly match?: string | undefined
  readonly from?: SpanEnd | undefined
  readonly to?: SpanEnd | undefined
}

/** The first choice among scrapes that was made. */
export function scrapeChoice({ histogram, match, from, to }: RecordChoice): string | undefined {
  return Object.entries({ histogram, match, from, to }).find(([, value]) => value !== undefined)?.[0]
}

export function spanEndMs(end: SpanEnd, lastMs: number): number {
  return 'atMs' in end ? end.atMs : lastMs - end.beforeEndMs
}
