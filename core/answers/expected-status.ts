// Statuses as a scenario writes them: 200, 2xx, 200-299.

export interface StatusRange {
  readonly from: number
  readonly to: number
}

/** Which statuses count as the expected answer; where neither says anything, any from 200 to 299. */
export interface ExpectedStatuses {
  readonly statuses: readonly number[]
  readonly statusRanges?: readonly StatusRange[]
}

const LOWEST = 100
const HIGHEST = 599

/** One status is a range of its own. Undefined where it is none. */
export function parseStatuses(written: unknown): StatusRange | undefined {
  const text = String(written).trim()
  const digit = /^([1-5])xx$/i.exec(text)?.[1]
  if (digit !== undefined) return { from: Number(digit) * 100, to: Number(digit) * 100 + 99 }
  const [, from, to = from] = /^(\d{3})(?:\s*-\s*(\d{3}))?$/.exec(text) ?? []
  if (from === undefined || Number(from) < LOWEST || Number(to) > HIGHEST || Number(from) > Number(to)) return undefined
  return { from: Number(from), to: Number(to) }
}

export function isExpectedStatus({ statuses, statusRanges }: ExpectedStatuses, status: number): boolean {
  if (statusRanges === undefined)
    return statuses.length === 0 ? status >= 200 && status < 300 : statuses.includes(status)
  return statuses.includes(status) || statusRanges.some(({ from, to }) => status >= from && status <= to)
}

/** `200, 2xx, 400-409`; undefined where none is named. */
export function statusesText({ statuses, statusRanges = [] }: ExpectedStatuses): string | undefined {
  const ranges = statusRanges.map(({ from, to }) =>
    from % 100 === 0 && to === from + 99 ? `${from / 100}xx` : `${from}-${to}`,
  )
  return statuses.length + ranges.length === 0 ? undefined : [...statuses, ...ranges].join(', ')
}
