// The expectations of alerts that cannot be met are mistakes of the scenario file; those that hardly can are warnings.

import { existsSync, readFileSync } from 'node:fs'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { shownPath } from '../../core/text/shown-path.ts'
import {
  checkExpectations,
  type ExpectationProblem,
} from '../../prometheus/alerting/against-scenario/check-expectations.ts'
import type { RuleFile } from '../../prometheus/alerting/rule-file.ts'
import {
  formatIssue,
  formatPath,
  ScenarioError,
  type ScenarioIssue,
} from '../../scenario-file/mistakes/scenario-error.ts'
import { readYaml } from '../../scenario-file/yaml/read-yaml.ts'

/**
 * @returns the warnings, each with its line in the scenario file
 * @throws ScenarioError where no service could meet an expectation
 */
export function checkedExpectations(scenario: Scenario, ruleFile: RuleFile | null, cwd: string): readonly string[] {
  const problems = checkExpectations(scenario, ruleFile)
  if (problems.length === 0) return []
  const shownAs = shownPath(scenario.file, cwd)
  const issues = (severity: ExpectationProblem['severity']) =>
    located(
      problems.filter((problem) => problem.severity === severity),
      scenario.file,
    )
  const errors = issues('error')
  if (errors.length > 0) throw new ScenarioError(shownAs, errors)
  return issues('warning').map((issue) => `warning: ${formatIssue(shownAs, issue)}`)
}

/** A scenario that a program has made has no file. */
function located(problems: readonly ExpectationProblem[], file: string): readonly ScenarioIssue[] {
  const source = existsSync(file) ? readYaml(readFileSync(file, 'utf8')) : null
  return problems.map(({ path, expected, got }) => ({
    line: source?.lineOf(path) ?? 1,
    path: formatPath(path),
    expected,
    got,
    nearest: null,
  }))
}
