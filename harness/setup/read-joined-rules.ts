// Several rule files as one, in the order in which they are named.

import { shownPath } from '../../core/text/shown-path.ts'
import { UserError } from '../../core/user-error.ts'
import { readRuleFile } from '../../prometheus/alerting/parse-rule-file.ts'
import type { RuleFile } from '../../prometheus/alerting/rule-file.ts'
import { joinRuleFiles } from '../../prometheus/alerting/variants/join-rule-files.ts'
import { readRuleText } from './read-rules.ts'

/** @throws UserError where there is none, one cannot be read, or has mistakes */
export async function readJoinedRules(paths: readonly string[], cwd: string): Promise<RuleFile> {
  const files = await Promise.all(
    paths.map(async (path) => readRuleFile(await readRuleText(path), shownPath(path, cwd))),
  )
  const [first, ...others] = files
  if (first === undefined) throw new UserError('--rules: expected a rule file, got none')
  return joinRuleFiles([first, ...others])
}
