// Reads a Prometheus rule file as strictly as Prometheus does. The rules of PrometheusRules are read too, the resources of
// Kubernetes that hold rule files: one or several documents, lists of them, and other resources between.
// Source: prometheus model/rulefmt/rulefmt.go (3.x); prometheus-operator, PrometheusRule.

import { adviceFor, type FileKind, kindOfDocuments, kindOfText } from '../../core/file/file-kind.ts'
import { parsedJson } from '../../core/json/parsed-json.ts'
import { counted } from '../../core/text/plural.ts'
import { UserError } from '../../core/user-error.ts'
import { readRuleGroups } from './read-rule-group.ts'
import type { RuleFile } from './rule-file.ts'
import { type ReadGroup, setApart } from './set-apart/set-apart.ts'
import { ruleResources } from './yaml/rule-resources.ts'
import { RuleYaml } from './yaml/rule-yaml.ts'

/**
 * @param fileName for messages
 * @throws UserError with one line for each problem: file, line, path, what was expected, what was got
 */
export function parseRuleFile(text: string, fileName: string): RuleFile {
  const file = readRuleFile(text, fileName)
  return { ...file, groups: setApart(file.groups) }
}

/** Before rules are set apart, which depends on the other files that a Prometheus loads. */
export interface ReadRuleFile extends Omit<RuleFile, 'groups'> {
  readonly groups: readonly ReadGroup[]
}

/** @throws UserError as parseRuleFile does */
export function readRuleFile(text: string, fileName: string): ReadRuleFile {
  const yaml = new RuleYaml(text, fileName)
  const kind = kindOf(yaml)
  if (kind === undefined || isOfRules(kind)) return rulesIn(yaml, kind, text)
  const advice = adviceFor(kind, fileName)
  throw new UserError(
    `${fileName}: expected a file of Prometheus rules, with groups, got ${kind}${advice === undefined ? '' : `: ${advice}`}`,
  )
}

/** A file that holds no rules. */
export interface OtherFile {
  /** Undefined where it is nothing that is known by its content. */
  readonly kind: FileKind | undefined
}

/**
 * The rules of a file that nobody called a file of rules, or what it is instead.
 * @throws UserError as parseRuleFile does, where it is meant as one
 */
export function findRules(text: string, fileName: string): ReadRuleFile | OtherFile {
  const json = parsedJson(text)
  const kindOfJson = json === undefined ? undefined : kindOfDocuments([json])
  if (json !== undefined && !isOfRules(kindOfJson)) return { kind: kindOfJson }
  const yaml = new RuleYaml(text, fileName)
  const kind = yaml.problems.length > 0 ? kindOfText(text) : kindOf(yaml)
  return isOfRules(kind) ? rulesIn(yaml, kind, text) : { kind }
}

function kindOf(yaml: RuleYaml): FileKind | undefined {
  return kindOfDocuments(yaml.roots.map((root) => yaml.valueOf(root)))
}

type KindOfRules = 'rules' | 'PrometheusRule'

function isOfRules(kind: FileKind | undefined): kind is KindOfRules {
  return kind === 'rules' || kind === 'PrometheusRule'
}

function rulesIn(yaml: RuleYaml, kind: KindOfRules | undefined, text: string): ReadRuleFile {
  const { fileName } = yaml
  const isResource = kind === 'PrometheusRule'
  const { groups, passedOver, unreadFrom, ruleText } = isResource ? ruleResources(yaml) : plainRules(yaml, text)
  if (yaml.problems.length > 0) throw new UserError([...shownProblems(yaml), ...consequence(groups, yaml)].join('\n'))
  return {
    file: fileName,
    text: ruleText(),
    groups,
    ...(passedOver > 0 && { otherResources: passedOver }),
    ...(unreadFrom !== null && { unreadFrom }),
  }
}

interface ReadContents {
  readonly groups: readonly ReadGroup[]
  /** Documents and items of lists that are no rules. */
  readonly passedOver: number
  /** The line of the first document that Prometheus does not read; null where there is none. */
  readonly unreadFrom: number | null
  /** What a Prometheus loads. */
  readonly ruleText: () => string
}

/** Prometheus reads the first document alone, in silence. */
function plainRules(yaml: RuleYaml, text: string): ReadContents {
  const [root, second] = yaml.roots
  return {
    groups: root ? readRuleGroups(yaml, root) : [],
    passedOver: 0,
    unreadFrom: second ? yaml.lineOf(second) : null,
    ruleText: () => text,
  }
}

/** A mistake that every rule of a large file has is seen after some of them. */
const PROBLEMS_SHOWN = 50

function shownProblems({ problems, fileName }: RuleYaml): readonly string[] {
  const all = [...new Set(problems)]
  const more = all.length - PROBLEMS_SHOWN
  // The last may be why reading ended.
  return more > 1
    ? [...all.slice(0, PROBLEMS_SHOWN), `${fileName}: and ${more - 1} more like these`, ...all.slice(-1)]
    : all
}

/** One mistake, and Prometheus loads no rule of the file. */
function consequence(groups: readonly ReadGroup[], { problems, fileName }: RuleYaml): string[] {
  const all = groups.reduce((sum, { rules }) => sum + rules.length, 0)
  if (all < 2) return []
  const cause = problems.length === 1 ? 'this mistake' : `these ${problems.length} mistakes`
  return [`${fileName}: Prometheus refuses the whole file, all ${counted(all, 'rule')} of it, for ${cause}`]
}
