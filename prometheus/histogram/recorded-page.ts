// Histograms in a page that holds many scrapes, each sample with its timestamp: OpenMetrics, as `scrapes.om` and
// `promtool tsdb dump-openmetrics` write it, or the Prometheus text format. Instants are milliseconds since the Unix epoch.

import { UserError } from '../../core/user-error.ts'
import type { InstantSample } from '../promql/evaluate/instant-sample.ts'
import { ExpositionError } from '../scrape/exposition/exposition-error.ts'
import { type ExpositionFormat, parseExposition } from '../scrape/exposition/parse-exposition.ts'
import { formatLabels, labelSignature } from '../series/labels.ts'
import { LATEST_MS } from '../series/plausible-instant.ts'
import { byInstant } from '../series/samples-by-instant.ts'
import { metricOfLine } from '../series/series-name.ts'

/** The histograms whose buckets the page holds, in the page's order. */
export function histogramsOnPage(text: string): readonly string[] {
  const names = new Set<string>()
  for (const line of text.split('\n')) {
    const metric = metricOfLine(line)
    if (metric?.endsWith('_bucket') && /[{,]\s*"?le"?\s*=/.test(line)) names.add(metric.slice(0, -'_bucket'.length))
  }
  return [...names]
}

/** As its UNIT line says; undefined without one. */
export function unitOnPage(text: string, histogram: string): string | undefined {
  const line = text.split('\n').find((line) => line.startsWith('# UNIT ') && line.split(' ')[2] === histogram)
  return line?.split(' ')[3]?.trim()
}

/**
 * The samples of one histogram by instant, ascending. Samples without a timestamp are left out.
 * @param place for messages
 * @throws UserError where the page cannot be read, has times in another unit, or two values of a series at one instant
 */
export function instantsOnPage(
  text: string,
  histogram: string,
  place: string,
): readonly (readonly [timestampMs: number, samples: readonly InstantSample[]])[] {
  const wanted = new Set(['_bucket', '_sum', '_count'].map((part) => histogram + part))
  const lines = text.split('\n').filter((line) => wanted.has(metricOfLine(line) ?? ''))
  const format = formatOfPage(text, lines)
  const instants = byInstant(parsed(lines, format, { text, place }))
  const odd = instants.find(([atMs]) => Math.abs(atMs) > LATEST_MS)
  if (odd) {
    const [unit, got] = format === 'openMetrics' ? ['seconds', odd[0] / 1e3] : ['milliseconds', odd[0]]
    throw new UserError(`${place}: expected timestamps in ${unit}, got ${got}, thousands of years from now`)
  }
  return instants.map(([timestampMs, samples]) => [timestampMs, eachOnce(samples, timestampMs, place)])
}

/** Files that are put together may have a sample twice. */
function eachOnce(samples: readonly InstantSample[], timestampMs: number, place: string): readonly InstantSample[] {
  const values = new Map<string, number>()
  return samples.filter(({ labels, value }) => {
    const signature = labelSignature(labels)
    const before = values.get(signature)
    if (before === undefined) {
      values.set(signature, value)
      return true
    }
    if (Object.is(before, value)) return false
    throw new UserError(
      `${place}: expected one value of ${formatLabels(labels)} at ${new Date(timestampMs).toISOString()}, got ${before} and ${value}`,
    )
  })
}

const CONTENT_TYPES = { openMetrics: 'application/openmetrics-text', text: 'text/plain' } as const

function parsed(lines: readonly string[], format: ExpositionFormat, page: { text: string; place: string }) {
  const ending = format === 'openMetrics' ? ['# EOF', ''] : ['']
  try {
    return parseExposition([...lines, ...ending].join('\n'), CONTENT_TYPES[format]).samples
  } catch (error) {
    if (!(error instanceof ExpositionError)) throw error
    throw new UserError(`${page.place}: ${wholePageError(page.text, format) ?? error.message}`, { cause: error })
  }
}

/** The lines were counted without the others. */
function wholePageError(text: string, format: ExpositionFormat): string | undefined {
  try {
    parseExposition(text, CONTENT_TYPES[format])
    return undefined
  } catch (error) {
    return error instanceof ExpositionError ? error.message : undefined
  }
}

/** Of a time since 1973 in milliseconds, or until the year 5138 in seconds. */
const FIRST_MILLISECONDS = LATEST_MS / 1e3

// OpenMetrics ends in `# EOF` and counts seconds, the text format milliseconds. A page that was cut off has no end.
function formatOfPage(text: string, lines: readonly string[]): ExpositionFormat {
  if (/^# EOF\s*$/m.test(text)) return 'openMetrics'
  const timestamp = /\s(\d+(?:\.\d+)?)\s*$/.exec(lines[0] ?? '')?.[1]
  return timestamp !== undefined && (timestamp.includes('.') || Number(timestamp) < FIRST_MILLISECONDS)
    ? 'openMetrics'
    : 'text'
}
