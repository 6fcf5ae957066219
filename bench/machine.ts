import { cpus, loadavg } from 'node:os'

/** What a figure was measured on: it means nothing without. */
export function machine(): string {
  const [model] = cpus()
  const load = loadavg()[0]?.toFixed(1)
  return `${cpus().length} × ${model?.model.trim()}, Node ${process.versions.node}, load average ${load}`
}
