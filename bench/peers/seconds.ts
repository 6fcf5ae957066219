// Durations as generators print them: 58.00us, 1.23ms, 1.01s.

const UNITS: Readonly<Record<string, number>> = { us: 1e-6, ms: 1e-3, s: 1, secs: 1, m: 60 }

/** NaN where it is no duration. */
export function seconds(text: string): number {
  const match = /^([\d.]+)\s*([a-z]+)$/.exec(text)
  return Number(match?.[1]) * (UNITS[match?.[2] ?? ''] ?? Number.NaN)
}
