// Scenario files as the tests write them.

import type { Scenario } from '../../core/scenario/scenario.ts'
import { ScenarioError } from '../../scenario-file/mistakes/scenario-error.ts'
import { parseScenario } from '../../scenario-file/parse-scenario.ts'

/** Five lines; what a test adds begins on line 6. */
export const TWO_PHASES = `name: example
load:
  phases:
    - { name: base, for: 10s, rate: 20 }
    - { name: spike, for: 10s, rate: 80 }
`

/** Files that scenarios may refer to. */
export const EXISTING_FILES = ['rules.yml', 'trace.txt', 'users.csv', 'rows.jsonl', 'photo.jpg']

export function parsed(text: string): Scenario {
  return parseScenario({
    text,
    file: '/project/scenarios/example.yaml',
    shownAs: 'scenarios/example.yaml',
    kindOfFile: (path) => (path === 'folder' ? 'folder' : EXISTING_FILES.includes(path) ? 'file' : 'missing'),
    columnsOf: (path) => (path === 'users.csv' ? ['email', 'First Name'] : null),
  })
}

/** The messages of every mistake, without the file's name: `14 load.phases[2].rate: expected …`. */
export function mistakesIn(text: string): string[] {
  try {
    parsed(text)
  } catch (error) {
    if (error instanceof ScenarioError)
      return error.message.split('\n').map((line) => line.replace('scenarios/example.yaml:', ''))
    throw error
  }
  return []
}
