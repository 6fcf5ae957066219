// The rules of a file as far as a simulation evaluates them. A simulated service has series of its requests; what a process
// tells of itself (its memory, its event loop) is simulated by nobody, and a rule over it would be silent, or fire for its absence.

import { selectionsOf } from '../../promql/expression/parts.ts'
import { labelTest } from '../../series/label-matcher.ts'
import { METRIC_NAME } from '../../series/series.ts'
import { readRuleFile } from '../parse-rule-file.ts'
import type { NotEvaluated, RuleFile } from '../rule-file.ts'
import type { ReadRule } from '../set-apart/set-apart.ts'
import { joinForRun } from './join-rule-files.ts'

/** @param missing the names of what the service publishes and a simulation does not have */
export function rulesInSimulation(
  { text, file, sources = [{ text, file }] }: Pick<RuleFile, 'text' | 'file' | 'sources'>,
  missing: readonly string[],
): RuleFile {
  const [first, ...others] = sources.map((each) => readRuleFile(each.text, each.file))
  if (first === undefined) throw new RangeError('expected at least one file of rules')
  return joinForRun([first, ...others], (rule) => ofMissing(rule, missing))
}

function ofMissing({ expression }: ReadRule, missing: readonly string[]): NotEvaluated | null {
  if (expression === null) return null
  for (const { selector } of selectionsOf(expression)) {
    // Which labels a service gives them is not known: the name decides.
    const selects = labelTest(selector.matchers.filter(({ label }) => label === METRIC_NAME))
    const metric = missing.find((name) => selects({ [METRIC_NAME]: name }))
    if (metric !== undefined) return { kind: 'notSimulated', metric }
  }
  return null
}
