// Reads a metrics page: the Prometheus text format 0.0.4 and 1.0.0, and OpenMetrics 1.0.0 text.
// Source: prometheus model/textparse, promlex.l and promparse.go, openmetricslex.l and openmetricsparse.go (3.x).
//
// As in Prometheus, and not as in the formats' specifications:
//   - any line that does not fit fails the page
//   - commas between labels may trail, but not be doubled; in the text format they may be left out
//   - in the text format a value may be followed by whole milliseconds, in OpenMetrics by seconds
//   - carriage returns are not line ends: a value in front of one is not a number
//   - in the text format a series must start its line (Prometheus takes blanks in front of it into the name)
//   - an empty page is a page, also in OpenMetrics
//   - a series printed twice is not an error here: the store keeps the first and drops the rest
// Exemplars are checked and dropped. The bounds `le` and `quantile` are normalised as Prometheus 3 does.

import type { Labels } from '../../series/series.ts'
import { Cursor } from './cursor.ts'
import type { Exposition } from './exposition.ts'
import { parseOpenMetrics } from './parse-open-metrics.ts'
import { parseTextFormat } from './parse-text-format.ts'
import { SeriesCache } from './series-cache.ts'

export interface ExpositionOptions {
  /** Prometheus 3 keeps `le="1"` as `le="1.0"`; Prometheus 2 keeps it as printed. Default: as 3. */
  readonly normaliseBounds?: boolean
  /** The same cache for every scrape of an endpoint: series that the last page had are not parsed again. */
  readonly seriesCache?: SeriesCache
  /** True: `instance=""` is kept, for a target that honours the labels of its page. Default: false. */
  readonly keepEmptyLabels?: boolean
  /** 0 for no limit, which is the default. */
  readonly maxSamples?: number
  /** Of a series; 0 for no limit, which is the default. */
  readonly maxLabels?: number
  /** Called with each series that the last page did not have; what it throws ends the page. */
  readonly onUnknownSeries?: (labels: Labels) => void
}

export type ExpositionFormat = 'text' | 'openMetrics'

const MEDIA_TYPE = /^\s*([\w.+-]+\/[\w.+-]+)\s*(?:;\s*[\w.+-]+=(?:[^\s;,"]+|"[^"]*")\s*)*;?\s*$/

/** The format that a Content-Type names, or undefined where Prometheus 3 would refuse to read the page. */
export function expositionFormat(contentType: string | null): ExpositionFormat | undefined {
  const mediaType = MEDIA_TYPE.exec(contentType ?? '')?.[1]?.toLowerCase()
  if (mediaType === 'application/openmetrics-text') return 'openMetrics'
  return mediaType === 'text/plain' ? 'text' : undefined
}

/**
 * @param contentType the page's header; anything but OpenMetrics is read as the Prometheus text format
 * @throws ExpositionError at the first line that is not in the format, ScrapeError where there is more than allowed
 */
export function parseExposition(text: string, contentType: string | null, options: ExpositionOptions = {}): Exposition {
  const seriesCache = options.seriesCache ?? new SeriesCache()
  seriesCache.startPage()
  const state = {
    cursor: new Cursor(text),
    normaliseBounds: options.normaliseBounds ?? true,
    keepEmptyLabels: options.keepEmptyLabels ?? false,
    maxSamples: options.maxSamples ?? 0,
    maxLabels: options.maxLabels ?? 0,
    onUnknownSeries: options.onUnknownSeries ?? (() => {}),
    seriesCache,
    samples: [],
    families: new Map(),
    type: 'unknown' as const,
  }
  try {
    if (expositionFormat(contentType) !== 'openMetrics') parseTextFormat(state)
    else if (text !== '') parseOpenMetrics(state)
  } catch (error) {
    seriesCache.abandonPage()
    throw error
  }
  seriesCache.endPage()
  return { samples: state.samples, families: state.families }
}
