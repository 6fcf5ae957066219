// The limits on the labels of a series. Source: prometheus scrape/scrape.go, verifyLabelLimits.

import type { ScrapeLimits } from '../../core/scenario/scrape-limits.ts'
import type { Labels } from '../series/series.ts'
import { ScrapeError } from './scrape-error.ts'

/** @param labels with the target's and the metric's name @throws ScrapeError where they are more, or longer, than allowed */
export function checkLabelLimits(labels: Labels, limits: ScrapeLimits): void {
  const entries = Object.entries(labels)
  const fail = (what: string, key: string, limit: number): never => {
    const metric = (labels.__name__ ?? '').slice(0, SHOWN)
    throw new ScrapeError(`${what} in a series of ${metric}: target.metrics.${key} allows ${limit}`)
  }
  if (limits.labels > 0 && entries.length > limits.labels) fail(`${entries.length} labels`, 'labelLimit', limits.labels)
  for (const [name, value] of entries) {
    if (limits.labelNameLength > 0 && byteLength(name) > limits.labelNameLength)
      fail(`a label name of ${byteLength(name)} bytes`, 'labelNameLengthLimit', limits.labelNameLength)
    if (limits.labelValueLength > 0 && byteLength(value) > limits.labelValueLength)
      fail(`a value of ${byteLength(value)} bytes`, 'labelValueLengthLimit', limits.labelValueLength)
  }
}

const SHOWN = 100

function byteLength(text: string): number {
  return Buffer.byteLength(text)
}
