// The conditions in which two runs differ: the scenario, the seed, the machine. They may explain different figures.

import type { ReportedGenerator, ReportedRun, ReportedScenario, RunDifference } from '../../core/report/report.ts'
import {
  differingSettings,
  environmentSettings,
  type RunSettings,
  scenarioSettings,
} from '../../core/run/run-settings.ts'
import { isDecisive } from './is-decisive.ts'

export interface ComparedRun {
  readonly scenario: ReportedScenario
  readonly run: ReportedRun
  readonly generator?: Pick<ReportedGenerator, 'generators'>
}

export function runDifferences(before: ComparedRun, after: ComparedRun): RunDifference[] {
  const differing = (about: RunDifference['about'], settingsOf: (side: ComparedRun) => RunSettings): RunDifference[] =>
    differingSettings([settingsOf(before), settingsOf(after)]).map(({ what, values: [was, is] }) => ({
      about,
      what,
      before: was ?? 'none',
      after: is ?? 'none',
      ...(about === 'scenario' && isDecisive(what, was ?? null, is ?? null) ? { decisive: true } : {}),
    }))
  return [
    ...differing('scenario', ({ scenario }) => scenarioSettings(scenario)),
    ...differing('seed', ({ run }) => new Map([['seed', String(run.seed)]])),
    ...differing('environment', ({ run, generator }) => environmentSettings(run, generator?.generators)),
  ]
}
