// What the GitHub action runs: its inputs, all of them text, become one run a scenario. Pure; nothing is read or started.

import { basename } from 'node:path'
import { UserError } from '../core/user-error.ts'
import { DEFAULT_ROOT, inputFlag, inputLines } from './input-words.ts'
import { outOfFlags } from './out-of-flags.ts'
import { splitWords } from './split-words.ts'

/** The inputs of action.yml as GitHub hands them over; empty where the workflow says nothing. */
export interface ActionInputs {
  readonly scenario: string
  readonly target: string
  readonly metrics: string
  readonly baseline: string
  readonly inconclusive: string
  readonly flags: string
  readonly out: string
}

export interface PlannedRun {
  readonly scenario: string
  /** The folder of its report. */
  readonly folder: string
  /** The folder that holds those of all runs. */
  readonly root: string
  readonly args: readonly string[]
}

/**
 * @param isRun whether a path is a run's folder or its report.json, so that it can serve as a baseline
 * @throws UserError where no scenario is named, or several would write into one folder
 */
export function planRuns(inputs: ActionInputs, isRun: (path: string) => boolean): PlannedRun[] {
  const scenarios = inputLines(inputs.scenario)
  if (scenarios.length === 0)
    throw new UserError('scenario: expected the name or file of a scenario, one a line, got nothing')
  const { out, flags } = outOfFlags(splitWords(inputs.flags))
  if (out !== null && scenarios.length > 1)
    throw new UserError(
      `flags: expected no --out beside ${scenarios.length} scenarios, which would write over each other, got --out ${out}; the input out names the folder that has one for each`,
    )
  const names = folderNames(scenarios)
  const shared = [
    ...flags,
    ...inputFlag('--inconclusive', inputs.inconclusive),
    ...inputFlag('--target', inputs.target),
    ...inputFlag('--metrics', inputs.metrics),
  ]
  return scenarios.map((scenario, i) => {
    const root = out ?? (inputs.out.trim() || DEFAULT_ROOT)
    const folder = out ?? `${root}/${names[i]}`
    const baseline = inputFlag('--baseline', baselineOf(names[i] as string, inputs.baseline, scenarios.length, isRun))
    return { scenario, folder, root, args: ['scenario', scenario, '--out', folder, ...shared, ...baseline] }
  })
}

/** Several scenarios have a folder each in that of the baseline, as this action writes them; a single one may be it. */
function baselineOf(name: string, baseline: string, count: number, isRun: (path: string) => boolean): string {
  const folder = baseline.trim()
  if (folder === '') return ''
  if (isRun(`${folder}/${name}`)) return `${folder}/${name}`
  return count === 1 && isRun(folder) ? folder : ''
}

/** By file name where that tells them apart, else by path: `a/quick.yaml` and `b/quick.yml` become `a-quick`, `b-quick`. */
function folderNames(scenarios: readonly string[]): string[] {
  const short = scenarios.map((scenario) => basename(withoutEnding(scenario)))
  const long = scenarios.map((scenario) =>
    withoutEnding(scenario)
      .replaceAll(/[^\w.-]+/g, '-')
      .replace(/^[-.]+/, ''),
  )
  const names = short.map((name, i) => (short.indexOf(name) === short.lastIndexOf(name) ? name : (long[i] as string)))
  return names.map((name, i) => {
    const earlier = names.slice(0, i).filter((other) => other === name).length
    return earlier === 0 ? name : `${name}-${earlier + 1}`
  })
}

const withoutEnding = (scenario: string) => scenario.replace(/\.ya?ml$/, '')
