// What a figure was measured on: it means nothing without.

import { availableParallelism, cpus, release } from 'node:os'
import { disturbanceBetween, readAccount } from './disturbance.ts'

export function machine(): string {
  const [model] = cpus()
  return `${cpus().length} × ${model?.model.trim()}, Linux ${release()}, Node ${process.versions.node}`
}

/** Generators and services have a core of their own each only where there are two. */
export const hasTwoCores: boolean = availableParallelism() >= 2

/** Starts to watch what else the machine does; in words since then, where the kernel tells. */
export function watchDisturbance(): () => string {
  const before = readAccount()
  return () => {
    const after = readAccount()
    if (!before || !after) return 'other work unknown'
    const { otherShare, stolenShare } = disturbanceBetween(before, after)
    return `others used ${(otherShare * 100).toFixed(0)}% of a core, the host took ${(stolenShare * 100).toFixed(1)}%`
  }
}
