// The rules that a unit test is about: `rule_files`, beside the test, as promtool finds them.

import { dirname, resolve } from 'node:path'
import { UserError } from '../../core/user-error.ts'
import { parseRuleFile } from '../../prometheus/alerting/parse-rule-file.ts'
import { everyRule, type Rule } from '../../prometheus/alerting/rule-file.ts'
import { expandPatterns } from '../files/expand-patterns.ts'
import { readRuleText } from '../setup/read-rule-text.ts'

/** Null where one of the files cannot be read: its own check says why. */
export async function rulesOfUnitTest(testFile: string, patterns: readonly string[]): Promise<readonly Rule[] | null> {
  try {
    const files = await expandPatterns(patterns.map((pattern) => resolve(dirname(testFile), pattern)))
    const rules: Rule[] = []
    for (const { path } of files) rules.push(...parseRuleFile(await readRuleText(path), path).groups.flatMap(everyRule))
    return rules
  } catch (error) {
    if (error instanceof UserError) return null
    throw error
  }
}
