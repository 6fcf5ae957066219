// The settings of a run and of its environment, so that a comparison can name what differs before it shows figures.
// Values are text, keyed by path: `load.phases[1].rate`, `cpu count`.

import type { ReportedRun, ReportedScenario, ReportedSingleGenerator } from '../report/report.ts'
import { listed } from '../text/plural.ts'

export type RunSettings = ReadonlyMap<string, string>

export interface DifferingSetting {
  readonly what: string
  /** One value for each run; null where the run has none. */
  readonly values: readonly (string | null)[]
}

/** Left out: other parts of the report say these better. */
const LEFT_OUT = /^(load\.seed|file|expectedVerdict|yesWhen|question|sla\[\d+\]\.objective)$/

export function scenarioSettings({ resolved }: ReportedScenario): RunSettings {
  const leaves = new Map<string, string>()
  const walk = (value: unknown, path: string): void => {
    if (LEFT_OUT.test(path)) return
    if (Array.isArray(value))
      value.forEach((item, i) => {
        walk(item, `${path}[${i}]`)
      })
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path}.${key}`)
    else leaves.set(path, String(value))
  }
  // Serialised as in report.json, where infinity is null.
  walk(JSON.parse(JSON.stringify(resolved ?? null)), '')
  return leaves
}

/** @param generators each of several; empty where one thread was all there was */
export function environmentSettings(
  run: ReportedRun,
  generators: readonly Pick<ReportedSingleGenerator, 'place'>[] = [],
): RunSettings {
  const places = [...new Set(generators.map(({ place }) => PLACES[place]))]
  return new Map([
    ['platform', run.platform],
    ['cpu count', String(run.cpuCount)],
    ['generator threads', String(run.workers)],
    ['generators', places.length === 0 ? PLACES.thread : listed(places)],
    ['Node', run.nodeVersion],
    ['harness', run.harnessVersion],
  ])
}

const PLACES: Readonly<Record<ReportedSingleGenerator['place'], string>> = {
  thread: 'threads of one process',
  process: 'processes beside it',
  here: 'joined from the same host',
  elsewhere: 'joined from other hosts',
}

/** Ordered as the first run that has a setting names it. */
export function differingSettings(runs: readonly RunSettings[]): DifferingSetting[] {
  const names = new Set(runs.flatMap((settings) => [...settings.keys()]))
  return [...names]
    .map((what) => ({ what, values: runs.map((settings) => settings.get(what) ?? null) }))
    .filter(({ values }) => new Set(values).size > 1)
}
