// What differs between runs in what was asked for and where it ran, path by path.

import type { Report } from '../../../core/report.ts'

export interface Difference {
  /** `load.phases[1].durationSeconds` */
  readonly path: string
  /** One for each run; null where a run has nothing there. */
  readonly values: readonly (string | null)[]
}

export function scenarioDifferences(reports: readonly Report[]): Difference[] {
  return differences(reports.map(({ scenario: { name, resolved } }) => ({ name, ...asRecord(resolved) })))
}

export function environmentDifferences(reports: readonly Report[]): Difference[] {
  return differences(
    reports.map(({ run, server }) => ({
      seed: run.seed,
      harness: run.harnessVersion,
      node: run.nodeVersion,
      platform: run.platform,
      cpus: run.cpuCount,
      'generator threads': run.workers,
      witness: server?.witness ?? null,
      metric: server?.metric ?? null,
      'bucket bounds': server === null ? null : server.buckets.map(({ le }) => le).join(' '),
    })),
  )
}

function differences(values: readonly object[]): Difference[] {
  const flat = values.map((value) => flattened(value))
  const paths = [...new Set(flat.flatMap((leaves) => [...leaves.keys()]))]
  return paths
    .map((path) => ({ path, values: flat.map((leaves) => leaves.get(path) ?? null) }))
    .filter((row) => new Set(row.values).size > 1)
    .sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }))
}

/** Each setting by its path, as text; an item of a list is one setting. */
function flattened(value: object, path = '', leaves = new Map<string, string>()): Map<string, string> {
  for (const [key, inner] of Object.entries(value)) {
    const at = path === '' ? key : `${path}.${key}`
    if (Array.isArray(inner) && inner.some((item) => typeof item === 'object'))
      for (const [i, item] of inner.entries()) leaves.set(`${at}[${i}]`, inWords(item))
    else if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) flattened(inner, at, leaves)
    else if (inner !== null && inner !== undefined) leaves.set(at, inWords(inner))
  }
  return leaves
}

/** `name: spike, durationSeconds: 36, traffic: (kind: open, …)`; an objective is what was written. */
function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(inWords).join(' ')
  if (typeof value !== 'object' || value === null) return String(value)
  const { text, during } = value as { text?: unknown; during?: unknown }
  if (typeof text === 'string') return typeof during === 'string' ? `${text} during ${during}` : text
  return Object.entries(value)
    .filter(([, inner]) => inner !== null && inner !== undefined)
    .map(([key, inner]) => (typeof inner === 'object' ? `${key}: (${inWords(inner)})` : `${key}: ${inWords(inner)}`))
    .join(', ')
}

function asRecord(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : { scenario: value }
}
