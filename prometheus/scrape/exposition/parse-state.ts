// A page half read: what the readers of both formats fill.

import type { Labels } from '../../series/series.ts'
import type { ExpositionCursor } from './cursor.ts'
import type { FamilyMetadata, MetricType, ParsedSample } from './exposition.ts'
import { endOfSeries, parseSeries, type SeriesSyntax } from './parse-series.ts'
import type { KnownSeries } from './series-cache.ts'

export interface ExpositionReading {
  readonly cursor: ExpositionCursor
  readonly normaliseBounds: boolean
  readonly knownSeries: KnownSeries
  readonly samples: ParsedSample[]
  readonly families: Map<string, FamilyMetadata>
  /** Of the TYPE line last read: it holds until the next one. */
  type: MetricType
}

/** The labels of the series that starts here, looked up where the last page had it too. */
export function readSeries(reading: ExpositionReading, syntax: SeriesSyntax): Labels {
  const { cursor, knownSeries, type } = reading
  const start = cursor.position
  const expected = knownSeries.expected(cursor.text, start)
  if (expected) {
    cursor.position += expected.text.length
    return expected.labels
  }
  const end = endOfSeries(cursor.text, start)
  const found = knownSeries.find(cursor.text.slice(start, end))
  if (found) {
    cursor.position = end
    return found
  }
  const labels = parseSeries(cursor, syntax, type)
  knownSeries.add(cursor.text.slice(start, cursor.position), labels)
  return labels
}

export function addSample(reading: ExpositionReading, sample: ParsedSample): void {
  reading.samples.push(sample)
  reading.cursor.samplesRead++
}

export function declareType(reading: ExpositionReading, family: string, type: MetricType): void {
  reading.type = type
  reading.families.set(family, { type, help: reading.families.get(family)?.help ?? '' })
}

export function declareHelp(reading: ExpositionReading, family: string, help: string): void {
  reading.families.set(family, { type: reading.families.get(family)?.type ?? 'unknown', help })
}
