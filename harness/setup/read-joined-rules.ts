// The rules of several files as one, in the order in which arguments mean them: files, folders, and patterns of files.

import { shownPath } from '../../core/text/shown-path.ts'
import { UserError } from '../../core/user-error.ts'
import { type ReadRuleFile, readRuleFile } from '../../prometheus/alerting/parse-rule-file.ts'
import type { RuleFile } from '../../prometheus/alerting/rule-file.ts'
import { joinRuleFiles } from '../../prometheus/alerting/variants/join-rule-files.ts'
import { expandPatterns } from '../files/expand-patterns.ts'
import { readContent } from '../files/file-content.ts'
import { NOT_KNOWN, type PassedOver, passedOverWords } from '../files/passed-over.ts'
import { readRuleText } from './read-rules.ts'

export interface JoinedRules {
  readonly ruleFile: RuleFile
  /** Which files that nobody named were passed over; none where all hold rules. */
  readonly notes: readonly string[]
}

/** @throws UserError where there is no file of rules, one cannot be read, or has mistakes */
export async function readJoinedRules(patterns: readonly string[], cwd: string): Promise<JoinedRules> {
  const files: ReadRuleFile[] = []
  const passedOver: PassedOver[] = []
  for (const { path, isNamed } of await expandPatterns(patterns)) {
    const file = shownPath(path, cwd)
    const text = await readRuleText(path)
    const kind = isNamed ? 'rules' : readContent(text).kind
    if (kind === 'rules' || kind === 'PrometheusRule') files.push(readRuleFile(text, file))
    else passedOver.push({ file, passedOver: kind ?? NOT_KNOWN })
  }
  const words = passedOverWords(passedOver)
  const [first, ...others] = files
  if (first === undefined)
    throw new UserError(`--rules ${patterns.join(', ')}: expected files of Prometheus rules, got ${words}`)
  const notes = passedOver.length === 0 ? [] : [`Passed over, for they hold no rules: ${words}.`]
  return { ruleFile: joinRuleFiles([first, ...others]), notes }
}
