// What a Prometheus keeps of a shop for some hours: one histogram whose bounds 0.1, 0.5, 2 and 5 leave latencies around 1 s
// open, a spell in which they do, and one in which the shop is slow for sure.

export const SHOP_START_MS = Date.parse('2026-11-01T00:00:00Z')
export const SHOP_HOURS = 4
export const SHOP_END_MS = SHOP_START_MS + SHOP_HOURS * 3_600_000

const SCRAPE_SECONDS = 15
const BOUNDS = [0.1, 0.5, 2, 5]

export const SHOP_RULES = `groups:
  - name: shop
    interval: 30s
    rules:
      - alert: CheckoutSlow
        expr: histogram_quantile(0.95, sum by (le) (rate(shop_seconds_bucket[5m]))) > 1
        for: 2m
        labels: { severity: page }
      - alert: NoTraffic
        expr: sum(rate(shop_seconds_count[5m])) == 0
      - alert: QueueFull
        expr: queue_length > 100
`

/** Seconds that the requests of a scrape took: near 1 s in the second hour, 3 s for a while in the third. */
function latencyAt(minute: number): number {
  if (minute >= 70 && minute < 90) return 0.9
  return minute >= 150 && minute < 160 ? 3 : 0.2
}

/** OpenMetrics text with timestamps. */
export function recordedShop(): string {
  const rows = Array.from({ length: (SHOP_HOURS * 3600) / SCRAPE_SECONDS + 1 }, (_, i) => ({
    at: SHOP_START_MS / 1e3 + i * SCRAPE_SECONDS,
    latency: latencyAt((i * SCRAPE_SECONDS) / 60),
  }))
  const counted = (isCounted: (latency: number) => boolean) => {
    let count = 0
    return rows.map(({ at, latency }) => {
      if (isCounted(latency)) count += 10
      return `${count} ${at}`
    })
  }
  const series = [
    ...BOUNDS.map((bound) => [`shop_seconds_bucket{le="${bound}"}`, counted((latency) => latency <= bound)] as const),
    ['shop_seconds_bucket{le="+Inf"}', counted(() => true)] as const,
    ['shop_seconds_count', counted(() => true)] as const,
  ]
  const lines = series.flatMap(([name, samples]) => samples.map((sample) => `${name} ${sample}\n`))
  return `# TYPE shop_seconds histogram\n${lines.join('')}# EOF\n`
}
