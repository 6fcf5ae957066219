// What two runs differ in besides their figures: the scenario, the seed, the machine. Whoever compares the figures
// has to know.

import type { ReportedRun, ReportedScenario, RunDifference } from '../../core/report.ts'

export interface ComparedRun {
  readonly scenario: ReportedScenario
  readonly run: ReportedRun
}

/** What the runs' own keys say better than the scenario does. */
const TOLD_APART = new Set(['load.seed', 'file', 'expectedVerdict', 'question'])

export function runDifferences(before: ComparedRun, after: ComparedRun): RunDifference[] {
  return [
    ...differing('scenario', leavesOf(before.scenario.resolved), leavesOf(after.scenario.resolved)),
    ...differing('seed', new Map([['seed', String(before.run.seed)]]), new Map([['seed', String(after.run.seed)]])),
    ...differing('environment', environmentOf(before.run), environmentOf(after.run)),
  ]
}

function environmentOf(run: ReportedRun): Map<string, string> {
  return new Map([
    ['platform', run.platform],
    ['cpu count', String(run.cpuCount)],
    ['generator threads', String(run.workers)],
    ['Node', run.nodeVersion],
    ['harness', run.harnessVersion],
  ])
}

function differing(
  about: RunDifference['about'],
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): RunDifference[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((what) => {
    const [was, is] = [before.get(what) ?? 'none', after.get(what) ?? 'none']
    return was === is ? [] : [{ about, what, before: was, after: is }]
  })
}

/** Each value with its path: `load.phases[1].rate`. As it stands in report.json, where infinity is null. */
function leavesOf(resolved: unknown): Map<string, string> {
  const leaves = new Map<string, string>()
  const walk = (value: unknown, path: string): void => {
    if (TOLD_APART.has(path)) return
    if (Array.isArray(value))
      value.forEach((item, i) => {
        walk(item, `${path}[${i}]`)
      })
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path}.${key}`)
    else leaves.set(path, String(value))
  }
  walk(JSON.parse(JSON.stringify(resolved ?? null)), '')
  return leaves
}
