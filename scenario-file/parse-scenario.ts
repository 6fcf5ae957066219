// A scenario file's text → Scenario. Pure: the caller says which files exist.

import { fileKind } from '../core/file/file-kind.ts'
import { isMapping } from '../core/file/mapping.ts'
import type { Scenario } from '../core/scenario/scenario.ts'
import { checkEnvironmentReferences } from './check-environment-references.ts'
import { checkReferences, type KindOfFile } from './check-references.ts'
import { type ColumnsOf, checkRunReferences } from './check-run-references.ts'
import { explainSchemaIssues, type Mistake, MOST_MISTAKES } from './mistakes/explain-schema-issues.ts'
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
  readonly kindOfFile: (path: string) => KindOfFile
  /** The columns of data files. Default: nothing is known of them. */
  readonly columnsOf?: ColumnsOf
}

/** @throws ScenarioError with every mistake of the file */
export function parseScenario({ text, file, shownAs, kindOfFile, columnsOf }: ScenarioSource): Scenario {
  const source = readYaml(text)
  const checked = checkFile(source, kindOfFile, columnsOf ?? (() => null))
  if ('issues' in checked) throw new ScenarioError(shownAs, checked.issues)
  return toScenario(checked.file, file)
}

function checkFile(
  source: YamlSource,
  kindOfFile: (path: string) => KindOfFile,
  columnsOf: ColumnsOf,
): { readonly file: ScenarioFile } | { readonly issues: readonly ScenarioIssue[] } {
  const yamlIssues = source.problems.map(({ path, ...problem }) => ({
    ...problem,
    path: formatPath(path),
    nearest: null,
  }))
  if (source.value === undefined) return { issues: yamlIssues }
  if (source.value === null) return { issues: [EMPTY_FILE] }
  const kind = fileKind(source.value)
  if (kind !== undefined) return { issues: [{ ...EMPTY_FILE, got: kind === 'rules' ? RULES : kind }] }
  const value = withoutHelpers(source.value)
  const result = scenarioSchema.safeParse(value, { reportInput: true })
  const unreplaced = checkEnvironmentReferences(value)
  const unreplacedAt = new Set(unreplaced.map(({ path }) => formatPath(path)))
  const others = [
    ...(result.success ? [] : explainSchemaIssues(result.error.issues)),
    ...checkReferences(value, kindOfFile),
    ...checkRunReferences(value, columnsOf),
  ].filter(({ path }) => !unreplacedAt.has(formatPath(path)))
  const mistakes = [...others, ...unreplaced]
  const issues = [
    ...yamlIssues.slice(0, MOST_MISTAKES),
    ...mistakes.slice(0, MOST_MISTAKES).map((mistake) => located(mistake, source)),
  ]
  return result.success && issues.length === 0 ? { file: result.data } : { issues }
}

/** Keys that begin with `x-` hold what others refer to by alias, as in compose files. */
function withoutHelpers(file: unknown): unknown {
  return isMapping(file) ? Object.fromEntries(Object.entries(file).filter(([key]) => !key.startsWith('x-'))) : file
}

/** They go where a scenario names them. */
const RULES = 'a file of Prometheus rules, which a scenario names under prometheus.rules'

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
