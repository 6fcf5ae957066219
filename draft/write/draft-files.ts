// All files of a draft, by their paths.

import type { Draft } from '../draft.ts'
import { dataText } from './data-text.ts'
import { rulesTestText } from './rules-test-text.ts'
import { rulesText } from './rules-text.ts'
import { dataFile, type ScenarioPlace, scenarioText } from './scenario-text.ts'
import { type WorkflowPlace, workflowText } from './workflow-text.ts'

export interface DraftFile {
  /** Relative to the folder of the scenario, or for a workflow to the root of the project. */
  readonly path: string
  readonly text: string
}

export function draftFiles(draft: Draft, place: ScenarioPlace): DraftFile[] {
  const rules = rulesText(draft)
  const test = rulesTestText(draft)
  return [
    { path: `${draft.name}.yaml`, text: scenarioText(draft, place) },
    ...(rules === null ? [] : [{ path: `${draft.name}.rules.yml`, text: rules }]),
    ...(test === null ? [] : [{ path: `${draft.name}.rules.test.yml`, text: test }]),
    ...draft.data.map((set) => ({ path: dataFile(draft.name, set.name), text: dataText(set) })),
  ]
}

export function workflowFile(
  draft: Draft,
  place: Pick<WorkflowPlace, 'folder' | 'install' | 'start' | 'variables'>,
): DraftFile {
  const text = workflowText(draft, {
    ...place,
    hasRules: rulesText(draft) !== null,
    hasRulesTest: rulesTestText(draft) !== null,
  })
  return { path: `.github/workflows/${draft.name}.yml`, text }
}
