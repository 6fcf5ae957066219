// Reads a Prometheus rule file as strictly as Prometheus does.
// Source: prometheus model/rulefmt/rulefmt.go (3.x).

import { UserError } from '../../core/user-error.ts'
import { readRuleGroups } from './read-rule-group.ts'
import type { RuleFile } from './rule-file.ts'
import { RuleYaml } from './rule-yaml.ts'

/**
 * @param fileName for messages
 * @throws UserError with one line for each problem: file, line, path, what was expected, what was got
 */
export function parseRuleFile(text: string, fileName: string): RuleFile {
  const yaml = new RuleYaml(text, fileName)
  const groups = yaml.root === null ? [] : readRuleGroups(yaml, yaml.root)
  if (yaml.problems.length > 0) throw new UserError(yaml.problems.join('\n'))
  return { file: fileName, text, groups }
}
