// Faults as they come in over the control endpoint: JSON that is not yet known to be faults.

import type { Fault } from '../../core/scenario/server-behaviour.ts'

/** @throws RangeError that says which entry is wrong, what was expected and what was got */
export function parseFaults(value: unknown): Fault[] {
  if (!Array.isArray(value)) throw new RangeError(`faults: expected a list, got ${JSON.stringify(value)}`)
  return value.map((entry: unknown, i) => parseFault(entry, `faults[${i}]`))
}

function parseFault(value: unknown, where: string): Fault {
  const { kind, ...rest } = record(value, where)
  switch (kind) {
    case 'slowdown':
      return { kind, factor: numberAt(rest, 'factor', where, 0, Number.MAX_VALUE) }
    case 'addedDelay':
      return { kind, seconds: numberAt(rest, 'seconds', where, 0, Number.MAX_VALUE) }
    case 'errors':
    case 'resets':
      return { kind, share: numberAt(rest, 'share', where, 0, 1) }
    case 'stall':
      return { kind }
    default:
      throw new RangeError(
        `${where}.kind: expected slowdown, addedDelay, errors, resets or stall, got ${JSON.stringify(kind)}`,
      )
  }
}

function record(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null)
    throw new RangeError(`${where}: expected a fault, got ${JSON.stringify(value)}`)
  return value as Record<string, unknown>
}

function numberAt(from: Record<string, unknown>, key: string, where: string, least: number, most: number): number {
  const value = from[key]
  if (typeof value === 'number' && value >= least && value <= most) return value
  const range = most === Number.MAX_VALUE ? `of ${least} or more` : `from ${least} to ${most}`
  throw new RangeError(`${where}.${key}: expected a number ${range}, got ${JSON.stringify(value)}`)
}
