// The rules of several files as one, in the order in which arguments mean them: files, folders, and patterns of files.

import { MOST_CHARACTERS, TOO_LONG } from '../../core/file/file-size.ts'
import { shownPath } from '../../core/text/shown-path.ts'
import { UserError } from '../../core/user-error.ts'
import { findRules, type ReadRuleFile, readRuleFile } from '../../prometheus/alerting/parse-rule-file.ts'
import type { RuleFile } from '../../prometheus/alerting/rule-file.ts'
import { joinForRun, joinRuleFiles } from '../../prometheus/alerting/variants/join-rule-files.ts'
import { expandPatterns } from '../files/expand-patterns.ts'
import { NOT_KNOWN, type PassedOver, passedOverWords } from '../files/passed-over.ts'
import { readRuleText } from './read-rule-text.ts'

export interface JoinedRules {
  readonly ruleFile: RuleFile
  /** Which files that nobody named were passed over; none where all hold rules. */
  readonly notes: readonly string[]
}

/** @throws UserError where there is no file of rules, one cannot be read, or has mistakes */
export async function readJoinedRules(patterns: readonly string[], cwd: string): Promise<JoinedRules> {
  const { files, notes } = await readFiles(patterns, '--rules', cwd)
  return { ruleFile: joinRuleFiles(files), notes }
}

/** The rules of a run, with the notes. @throws UserError as above */
export async function readRunRules(patterns: readonly string[], cwd: string): Promise<RuleFile> {
  const { files, notes } = await readFiles(patterns, 'prometheus.rules', cwd)
  return { ...joinForRun(files), ...(notes.length > 0 && { notes }) }
}

interface FoundRules {
  readonly files: readonly [ReadRuleFile, ...ReadRuleFile[]]
  readonly notes: readonly string[]
}

/** @param origin of the patterns, for messages */
async function readFiles(patterns: readonly string[], origin: string, cwd: string): Promise<FoundRules> {
  const files: ReadRuleFile[] = []
  const passedOver: PassedOver[] = []
  for (const { path, isNamed } of await expandPatterns(patterns)) {
    const file = shownPath(path, cwd)
    const text = await readRuleText(path)
    const found = isNamed ? readRuleFile(text, file) : foundIn(text, file)
    if ('groups' in found) files.push(found)
    else passedOver.push(found)
  }
  const words = passedOverWords(passedOver)
  const [first, ...others] = files
  if (first === undefined)
    throw new UserError(
      `${origin} ${patterns.map((each) => shownPath(each, cwd)).join(', ')}: expected files of Prometheus rules, got ${words}`,
    )
  const notes = passedOver.length === 0 ? [] : [`Passed over, for they hold no rules: ${words}.`]
  return { files: [first, ...others], notes }
}

/** To parse a file of this length takes a minute, only to pass it over. */
function foundIn(text: string, file: string): ReadRuleFile | PassedOver {
  if (text.length > MOST_CHARACTERS) return { file, passedOver: TOO_LONG }
  const found = findRules(text, file)
  return 'groups' in found ? found : { file, passedOver: found.kind ?? NOT_KNOWN }
}
