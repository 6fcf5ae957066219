// How much else the machine did while something was measured. A figure from a round in which others took much says more
// about them, and is discarded.

import { type MachineTimes, readMachineTimes, readTreeSeconds } from './cpu-account.ts'

/** Shares: of one processor for other processes, of all processors for the host. */
export interface Disturbance {
  readonly otherShare: number
  readonly stolenShare: number
}

/** As design measurements showed: up to here the ratios of a round repeat. */
export const MOST_OTHER_SHARE = 0.12
export const MOST_STOLEN_SHARE = 0.01

export interface Account {
  readonly nowSeconds: number
  readonly machine: MachineTimes
  /** Of this process and all that it started. */
  readonly ownSeconds: number
}

export function disturbanceBetween(before: Account, after: Account): Disturbance {
  const wallSeconds = after.nowSeconds - before.nowSeconds
  const used = after.machine.usedSeconds - before.machine.usedSeconds
  const own = after.ownSeconds - before.ownSeconds
  const total = after.machine.totalSeconds - before.machine.totalSeconds
  return {
    otherShare: Math.max(0, used - own) / wallSeconds,
    stolenShare: total > 0 ? (after.machine.stolenSeconds - before.machine.stolenSeconds) / total : 0,
  }
}

export function isDisturbed({ otherShare, stolenShare }: Disturbance): boolean {
  return otherShare > MOST_OTHER_SHARE || stolenShare > MOST_STOLEN_SHARE
}

/** Undefined where the kernel does not tell. */
export function readAccount(): Account | undefined {
  const machine = readMachineTimes()
  if (!machine) return undefined
  return { nowSeconds: performance.now() / 1e3, machine, ownSeconds: readTreeSeconds() }
}
