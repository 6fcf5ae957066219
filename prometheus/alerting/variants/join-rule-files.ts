// Several rule files as one, as a Prometheus loads them: an alert of one file may read what a rule of another records, so that
// which rules are not evaluated is a question about all of them.

import type { ReadRuleFile } from '../parse-rule-file.ts'
import type { RuleFile } from '../rule-file.ts'
import { setApart } from '../set-apart/set-apart.ts'

/** @param files at least one; each group keeps the name of its file */
export function joinRuleFiles(files: readonly [ReadRuleFile, ...ReadRuleFile[]]): RuleFile {
  const groups = files.flatMap((each) => each.groups.map((group) => ({ ...group, file: each.file })))
  return { ...files[0], groups: setApart(groups) }
}
