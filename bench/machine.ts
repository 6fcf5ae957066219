// What a figure was measured on: it means nothing without.

import { readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'

export function machine(): string {
  const [model] = cpus()
  const load = loadavg()[0]?.toFixed(1)
  return `${cpus().length} × ${model?.model.trim()}, Node ${process.versions.node}, load average ${load}`
}

/** Starts to watch how much CPU time the host takes away from this machine; the share since then, where Linux tells. */
export function watchStolenTime(): () => string {
  const before = cpuTimes()
  return () => {
    const after = cpuTimes()
    if (!before || !after) return 'stolen time unknown'
    const share = (after.stolen - before.stolen) / Math.max(1, after.total - before.total)
    return `${(share * 100).toFixed(1)}% of the CPU time stolen by the host`
  }
}

/** The first line of /proc/stat: user nice system idle iowait irq softirq steal … (proc(5)). */
function cpuTimes(): { total: number; stolen: number } | undefined {
  try {
    const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n')
    const ticks = line.split(/\s+/).slice(1, 9).map(Number)
    return { total: ticks.reduce((sum, each) => sum + each, 0), stolen: ticks[7] ?? 0 }
  } catch {
    return undefined
  }
}
