// Several rule files as one, as a Prometheus loads them: an alert of one file may read what a rule of another records.

import { everyRule, type Rule, type RuleFile } from '../rule-file.ts'

export interface JoinedRules {
  readonly ruleFile: RuleFile
  /** The file that a rule of a group comes from. */
  fileOf(group: string, rule: Pick<Rule, 'name' | 'line'>): string
}

/** @param files at least one */
export function joinRuleFiles(files: readonly [RuleFile, ...RuleFile[]]): JoinedRules {
  const key = (group: string, { name, line }: Pick<Rule, 'name' | 'line'>) => JSON.stringify([group, name, line])
  const origins = new Map<string, string>()
  for (const { file, groups } of files)
    for (const group of groups)
      for (const rule of everyRule(group))
        if (!origins.has(key(group.name, rule))) origins.set(key(group.name, rule), file)
  const [first] = files
  const joined = files.length === 1 ? first : { ...first, groups: files.flatMap(({ groups }) => groups) }
  return { ruleFile: joined, fileOf: (group, rule) => origins.get(key(group, rule)) ?? first.file }
}
