// The size of one label set of a histogram in a scrape, in bytes, before compression and without HELP and TYPE.
// A classic histogram is written in the text format, as prom-client prints it; a native one in protobuf, the only format
// that has it.
// Source: prometheus/client_model metrics.proto; client_golang histogram.go for how spans bridge small gaps.

export interface MetricLabels {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
}

/** @param counts of each bucket, the last up to +Inf; not cumulative */
export function textExpositionBytes(
  { name, labels }: MetricLabels,
  upperBounds: readonly number[],
  counts: ArrayLike<number>,
  sum: number,
): number {
  const shared = Object.entries(labels).map(([label, value]) => `${label}="${escaped(value)}"`)
  const line = (suffix: string, extra: readonly string[], value: number) => {
    const inside = [...extra, ...shared].join(',')
    return `${name}${suffix}${inside === '' ? '' : `{${inside}}`} ${value}\n`
  }
  let cumulative = 0
  const buckets = [...upperBounds, '+Inf'].map((bound, i) => {
    cumulative += counts[i] ?? 0
    return line('_bucket', [`le="${bound}"`], cumulative)
  })
  return Buffer.byteLength([...buckets, line('_sum', [], sum), line('_count', [], cumulative)].join(''))
}

/** @param counts of consecutive buckets from index `firstIndex` on; the zero bucket apart */
export function nativeExpositionBytes(
  { labels }: MetricLabels,
  schema: number,
  zeroCount: number,
  firstIndex: number,
  counts: ArrayLike<number>,
): number {
  const total = Array.from(counts).reduce((sum, count) => sum + count, zeroCount)
  // sample_count, sample_sum (double), schema, zero_threshold (double), zero_count
  let histogram = 1 + varintBytes(total) + 9 + (1 + varintBytes(zigzag(schema))) + 9 + (1 + varintBytes(zeroCount))
  let previousCount = 0
  let spanEnd = 0
  for (const { start, span } of spans(counts)) {
    const offset = firstIndex + start - spanEnd
    spanEnd = firstIndex + start + span.length
    histogram += message(1 + varintBytes(zigzag(offset)) + 1 + varintBytes(span.length))
    for (const count of span) {
      histogram += 1 + varintBytes(zigzag(count - previousCount))
      previousCount = count
    }
  }
  const pairs = Object.entries(labels).map(([label, value]) => message(message(utf8(label)) + message(utf8(value))))
  return message(pairs.reduce((sum, bytes) => sum + bytes, message(histogram)))
}

// Runs of populated buckets; gaps of one or two empty buckets stay inside a run, as client_golang writes them.
function spans(counts: ArrayLike<number>): { start: number; span: number[] }[] {
  const found: { start: number; span: number[] }[] = []
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] === 0) continue
    const last = found.at(-1)
    const gap = last ? i - (last.start + last.span.length) : Number.POSITIVE_INFINITY
    if (last && gap <= 2) last.span.push(...new Array<number>(gap).fill(0), counts[i] as number)
    else found.push({ start: i, span: [counts[i] as number] })
  }
  return found
}

function message(bytes: number): number {
  return 1 + varintBytes(bytes) + bytes
}

function varintBytes(value: number): number {
  let bytes = 1
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) bytes++
  return bytes
}

function zigzag(value: number): number {
  return value >= 0 ? 2 * value : -2 * value - 1
}

function utf8(text: string): number {
  return Buffer.byteLength(text)
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')
}
