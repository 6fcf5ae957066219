// Sizes in bytes as people write them: `64MB`. Units are powers of 1,024, as in the configuration of Prometheus.

const UNITS: ReadonlyMap<string, number> = new Map([
  ['B', 1],
  ['KB', 1024],
  ['MB', 1024 ** 2],
  ['GB', 1024 ** 3],
])

/** `512KB`, `64MB`, `1.5GB`, `100B`, also with an i as in `64MiB`; 0 needs no unit. Undefined where it is none. */
export function parseByteSize(text: string): number | undefined {
  const trimmed = text.trim()
  if (trimmed === '0') return 0
  const [, amount, unit] = /^(\d+(?:\.\d+)?) ?([KMG]?)i?B$/i.exec(trimmed) ?? []
  if (amount === undefined || unit === undefined) return undefined
  return Math.round(Number(amount) * (UNITS.get(`${unit.toUpperCase()}B`) as number))
}

/** `64 MB`: with the largest unit that keeps it at 1 or more, and at most one decimal. */
export function formatByteSize(bytes: number): string {
  const [unit, size] = [...UNITS].findLast(([, size]) => bytes >= size) ?? ['B', 1]
  return `${Number((bytes / size).toFixed(1))} ${unit}`
}
