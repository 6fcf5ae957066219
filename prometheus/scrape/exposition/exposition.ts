// A parsed metrics page: what one scrape of one endpoint returned.

import type { Labels } from '../../series/series.ts'

export type MetricType =
  | 'counter'
  | 'gauge'
  | 'histogram'
  | 'gaugehistogram'
  | 'summary'
  | 'info'
  | 'stateset'
  | 'unknown'

export interface ParsedSample {
  /** As the page prints them, the metric's name under `__name__`; sorted by name, empty ones left out. */
  readonly labels: Labels
  readonly value: number
  /** Null where the page names no time, as most do not. */
  readonly timestampMs: number | null
}

/** What the page says of a family in its TYPE, HELP and UNIT lines. */
export interface FamilyMetadata {
  readonly type: MetricType
  readonly help: string
  /** As in its UNIT line; absent without one. */
  readonly unit?: string
}

export interface Exposition {
  /** In the order of the page, duplicates included. */
  readonly samples: readonly ParsedSample[]
  /** By the name that stands in the TYPE or HELP line. */
  readonly families: ReadonlyMap<string, FamilyMetadata>
}
