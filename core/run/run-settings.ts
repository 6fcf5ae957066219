// What a run was asked for and where it ran, setting by setting, so that runs can be told apart before their figures are
// compared. As text, by path: `load.phases[1].rate`, `cpu count`.

import type { ReportedRun, ReportedScenario } from '../report/report.ts'

export type RunSettings = ReadonlyMap<string, string>

export interface DifferingSetting {
  readonly what: string
  /** One for each run; null where a run has nothing there. */
  readonly values: readonly (string | null)[]
}

/** What the runs' own keys say better than the scenario does. */
const TOLD_APART = /^(load\.seed|file|expectedVerdict|question|sla\[\d+\]\.objective)$/

export function scenarioSettings({ resolved }: ReportedScenario): RunSettings {
  const leaves = new Map<string, string>()
  const walk = (value: unknown, path: string): void => {
    if (TOLD_APART.test(path)) return
    if (Array.isArray(value))
      value.forEach((item, i) => {
        walk(item, `${path}[${i}]`)
      })
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path}.${key}`)
    else leaves.set(path, String(value))
  }
  // As it stands in report.json, where infinity is null.
  walk(JSON.parse(JSON.stringify(resolved ?? null)), '')
  return leaves
}

export function environmentSettings(run: ReportedRun): RunSettings {
  return new Map([
    ['platform', run.platform],
    ['cpu count', String(run.cpuCount)],
    ['generator threads', String(run.workers)],
    ['Node', run.nodeVersion],
    ['harness', run.harnessVersion],
  ])
}

/** In the order in which the first run that has them names them. */
export function differingSettings(runs: readonly RunSettings[]): DifferingSetting[] {
  const names = new Set(runs.flatMap((settings) => [...settings.keys()]))
  return [...names]
    .map((what) => ({ what, values: runs.map((settings) => settings.get(what) ?? null) }))
    .filter(({ values }) => new Set(values).size > 1)
}
