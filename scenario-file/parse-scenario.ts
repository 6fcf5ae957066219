// A scenario file's text → Scenario. Pure: the caller says which files exist.

import type { Scenario } from '../core/scenario/scenario.ts'
import { checkReferences } from './check-references.ts'
import { explainSchemaIssues, type Mistake } from './mistakes/explain-schema-issues.ts'
import { formatPath, ScenarioError, type ScenarioIssue } from './mistakes/scenario-error.ts'
import { toScenario } from './resolve/to-scenario.ts'
import { type ScenarioFile, scenarioSchema } from './schema/scenario-schema.ts'
import { readYaml, type YamlSource } from './yaml/read-yaml.ts'

export interface ScenarioSource {
  readonly text: string
  /** The absolute path. Paths in the scenario are relative to its folder. */
  readonly file: string
  /** The file as messages show it. */
  readonly shownAs: string
  /** Called with paths as they are written in the scenario. */
  readonly fileExists: (path: string) => boolean
}

/** @throws ScenarioError with every mistake of the file */
export function parseScenario({ text, file, shownAs, fileExists }: ScenarioSource): Scenario {
  const source = readYaml(text)
  const checked = checkFile(source, fileExists)
  if ('issues' in checked) throw new ScenarioError(shownAs, checked.issues)
  return toScenario(checked.file, file)
}

function checkFile(
  source: YamlSource,
  fileExists: (path: string) => boolean,
): { readonly file: ScenarioFile } | { readonly issues: readonly ScenarioIssue[] } {
  const yamlIssues = source.problems.map(({ path, ...problem }) => ({
    ...problem,
    path: formatPath(path),
    nearest: null,
  }))
  if (source.value === undefined) return { issues: yamlIssues }
  if (source.value === null) return { issues: [EMPTY_FILE] }
  const result = scenarioSchema.safeParse(source.value, { reportInput: true })
  const mistakes = [
    ...(result.success ? [] : explainSchemaIssues(result.error.issues)),
    ...checkReferences(source.value, fileExists),
  ]
  const issues = [...yamlIssues, ...mistakes.map((mistake) => located(mistake, source))]
  return result.success && issues.length === 0 ? { file: result.data } : { issues }
}

const EMPTY_FILE: ScenarioIssue = {
  line: 1,
  path: '',
  expected: 'a scenario: a mapping of name, load and more',
  got: 'an empty file',
  nearest: null,
}

function located({ path, at, expected, got, nearest }: Mistake, source: YamlSource): ScenarioIssue {
  const line = at === 'key' ? source.lineOfKey(path) : source.lineOf(path)
  return { line, path: formatPath(path), expected, got, nearest }
}
