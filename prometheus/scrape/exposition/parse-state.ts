// The state of parsing one page, shared by the parsers of both formats.

import type { Labels } from '../../series/series.ts'
import { ScrapeError } from '../scrape-error.ts'
import type { Cursor } from './cursor.ts'
import type { FamilyMetadata, MetricType, ParsedSample } from './exposition.ts'
import { endOfSeries, parseSeries, type SeriesSyntax } from './parse-series.ts'
import type { SeriesCache } from './series-cache.ts'

export interface ParseState {
  readonly cursor: Cursor
  readonly normaliseBounds: boolean
  readonly keepEmptyLabels: boolean
  /** 0 for no limit. */
  readonly maxSamples: number
  /** Of a series; 0 for no limit. */
  readonly maxLabels: number
  readonly onUnknownSeries: (labels: Labels) => void
  readonly seriesCache: SeriesCache
  readonly samples: ParsedSample[]
  readonly families: Map<string, FamilyMetadata>
  /** The type in the latest TYPE line; it holds until the next one. */
  type: MetricType
}

/** The labels of the series that starts here, looked up where the last page had it too. */
export function readSeries(state: ParseState, syntax: SeriesSyntax): Labels {
  const { cursor, seriesCache, type } = state
  const start = cursor.position
  const expected = seriesCache.expected(cursor.text, start)
  if (expected) {
    cursor.position += expected.text.length
    return expected.labels
  }
  const end = endOfSeries(cursor.text, start)
  const found = seriesCache.find(cursor.text.slice(start, end))
  if (found) {
    cursor.position = end
    return found
  }
  const labels = parseSeries(cursor, syntax, type)
  state.onUnknownSeries(labels)
  seriesCache.add(cursor.text.slice(start, cursor.position), labels)
  return labels
}

/** @throws ScrapeError where the page has more samples than allowed */
export function addSample(state: ParseState, sample: ParsedSample): void {
  const { samples, maxSamples } = state
  if (maxSamples > 0 && samples.length === maxSamples)
    throw new ScrapeError(`a page of more than ${maxSamples} samples: target.metrics.sampleLimit raises the limit`)
  samples.push(sample)
  state.cursor.samplesRead++
}

export function declareType(state: ParseState, family: string, type: MetricType): void {
  state.type = type
  state.families.set(family, { ...declared(state, family), type })
}

export function declareHelp(state: ParseState, family: string, help: string): void {
  state.families.set(family, { ...declared(state, family), help })
}

export function declareUnit(state: ParseState, family: string, unit: string): void {
  state.families.set(family, { ...declared(state, family), unit })
}

function declared({ families }: ParseState, family: string): FamilyMetadata {
  return families.get(family) ?? { type: 'unknown', help: '' }
}
