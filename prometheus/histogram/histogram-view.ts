// The histogram that a run is about, as one scrape of one endpoint shows it.

import type { HistogramBucket, HistogramSnapshot } from '../../core/histogram/histogram-snapshot.ts'
import { parseGoFloat } from '../series/go-float.ts'
import { labelTest } from '../series/label-matcher.ts'
import { labelSignature } from '../series/labels.ts'
import type { LabelMatcher, Labels } from '../series/series.ts'

/** Histograms by their labels without the name and `le`: one for each route and instance, for example. */
export type HistogramView = ReadonlyMap<string, HistogramSnapshot>

export type ViewHistogram = (samples: Iterable<{ readonly labels: Labels; readonly value: number }>) => HistogramView

interface Role {
  readonly group: string
  readonly part: 'bucket' | 'sum' | 'count'
  readonly upperBound: number
}

interface Parts {
  readonly buckets: HistogramBucket[]
  sum: number
  count: number | undefined
}

/**
 * A view of the series of `name` that all matchers accept. Series whose `le` is missing or is not a number are left
 * out, and so are histograms without a bucket at +Inf, for which histogram_quantile returns NaN.
 */
export function histogramViewer(name: string, matchers: readonly LabelMatcher[]): ViewHistogram {
  const accepts = labelTest(matchers)
  const roles = new WeakMap<Labels, Role | 'none'>()
  const roleOf = (labels: Labels) => {
    const known = roles.get(labels)
    if (known) return known
    const role = (accepts(labels) && findRole(name, labels)) || 'none'
    roles.set(labels, role)
    return role
  }
  return (samples) => {
    const groups = new Map<string, Parts>()
    for (const { labels, value } of samples) {
      const role = roleOf(labels)
      if (role !== 'none') addSample(groups, role, value)
    }
    return new Map([...groups].flatMap(([group, parts]) => snapshotOf(parts).map((snapshot) => [group, snapshot])))
  }
}

function findRole(name: string, labels: Labels): Role | undefined {
  const { __name__: series, le, ...rest } = labels
  const group = labelSignature(rest)
  if (series === `${name}_sum`) return { group, part: 'sum', upperBound: Number.NaN }
  if (series === `${name}_count`) return { group, part: 'count', upperBound: Number.NaN }
  const upperBound = le === undefined ? undefined : parseGoFloat(le)
  if (series !== `${name}_bucket` || upperBound === undefined || Number.isNaN(upperBound)) return undefined
  return { group, part: 'bucket', upperBound }
}

function addSample(groups: Map<string, Parts>, { group, part, upperBound }: Role, value: number): void {
  const parts = groups.get(group) ?? { buckets: [], sum: 0, count: undefined }
  groups.set(group, parts)
  if (part === 'bucket') parts.buckets.push({ upperBound, cumulativeCount: value })
  else parts[part] = value
}

function snapshotOf({ buckets, sum, count }: Parts): HistogramSnapshot[] {
  const sorted = buckets.toSorted((a, b) => a.upperBound - b.upperBound)
  const last = sorted.at(-1)
  if (last?.upperBound !== Number.POSITIVE_INFINITY) return []
  return [{ buckets: sorted, count: count ?? last.cumulativeCount, sum }]
}

/** Whether two histograms have the same bounds, so that they can be added and compared. */
export function sameBounds(a: HistogramSnapshot, b: HistogramSnapshot): boolean {
  return (
    a.buckets.length === b.buckets.length &&
    a.buckets.every(({ upperBound }, i) => upperBound === b.buckets[i]?.upperBound)
  )
}
