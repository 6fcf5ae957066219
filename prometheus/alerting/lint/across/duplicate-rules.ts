// Rules with the name and the labels of another one. Two that record the same write one series: within a group Prometheus
// keeps the sample of the first, and logs `duplicate sample for timestamp` of the other; between groups the series has samples
// of both in turn. Two alerts are one alert to an Alertmanager, which is told that it is over as soon as either is.
// Source: prometheus rules/group.go, Eval; promtool check rules --lint=duplicate-rules, which looks at one file at a time.

import { formatExpression } from '../../../promql/expression/format-expression.ts'
import { type CertainLabels, certainLabels } from '../../../promql/reach/certain-labels.ts'
import { labelSignature } from '../../../series/labels.ts'
import { parsedExpression } from '../../parsed-expression.ts'
import { everyRule, type Rule, type RuleFile, type RuleGroup } from '../../rule-file.ts'
import type { Diagnostic } from '../linted-rule.ts'

interface PlacedRule {
  readonly rule: Rule
  readonly group: RuleGroup
}

/** By the rule that repeats another: what is to be said of it. */
export function duplicateRules(ruleFile: RuleFile): ReadonlyMap<Rule, Diagnostic> {
  const earlier = new Map<string, PlacedRule[]>()
  const found = new Map<Rule, Diagnostic>()
  for (const group of ruleFile.groups)
    for (const rule of everyRule(group)) {
      const key = `${rule.kind} ${rule.name} ${labelSignature(rule.labels)}`
      const others = earlier.get(key) ?? []
      const twin = others.find((other) => mayMeet(other.rule, rule))
      if (twin) found.set(rule, diagnosticOf({ rule, group }, twin, ruleFile))
      earlier.set(key, [...others, { rule, group }])
    }
  return found
}

/** Two results with different values of a label, absent(up{job="a"}) and absent(up{job="b"}), are never the same series. */
function mayMeet(a: Rule, b: Rule): boolean {
  const [ofA, ofB] = [labelsOf(a), labelsOf(b)]
  // What the rule sets stands in place of what its result has.
  return [...ofA].every(
    ([label, value]) => Object.hasOwn(a.labels, label) || !ofB.has(label) || ofB.get(label) === value,
  )
}

const NOT_KNOWN: CertainLabels = new Map()

function labelsOf(rule: Rule): CertainLabels {
  const expression = parsedExpression(rule.expression)
  return expression === null ? NOT_KNOWN : certainLabels(expression)
}

function diagnosticOf(second: PlacedRule, first: PlacedRule, ruleFile: RuleFile): Diagnostic {
  const { rule, group } = second
  const where = placeOf(first, second, ruleFile)
  const labels = Object.keys(rule.labels).length === 0 ? 'name' : 'name and labels'
  if (isSame(rule, first.rule))
    return {
      severity: 'note',
      sentence: `the same rule stands at ${where} already: one of them is enough`,
    }
  if (rule.kind === 'alerting')
    return {
      severity: 'note',
      sentence: `another alert of the same ${labels} stands at ${where}: where both return the same labels they are one alert to an Alertmanager, which takes it for resolved as soon as one of them is; a label tells them apart`,
    }
  const consequence =
    group === first.group
      ? 'what both return for the same labels is kept of the first alone, and Prometheus logs a duplicate sample for timestamp'
      : 'where both return the same labels, one series has samples of both in turn'
  return {
    severity: 'warning',
    sentence: `the rule at ${where} records the same ${labels} by another expression: ${consequence}; another name, or a label, tells them apart`,
  }
}

function isSame(a: Rule, b: Rule): boolean {
  const [ofA, ofB] = [normal(a), normal(b)]
  return ofA === ofB && (a.kind !== 'alerting' || b.kind !== 'alerting' || a.forSeconds === b.forSeconds)
}

function normal({ expression }: Rule): string {
  const parsed = parsedExpression(expression)
  return parsed === null ? expression : formatExpression(parsed)
}

function placeOf({ rule, group }: PlacedRule, from: PlacedRule, { file }: RuleFile): string {
  const isHere = (group.file ?? file) === (from.group.file ?? file)
  const line = isHere ? `line ${rule.line}` : `${group.file ?? file}:${rule.line}`
  return group === from.group ? line : `${line} (group ${group.name})`
}
