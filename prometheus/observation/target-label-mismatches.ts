// Labels that rules ask for and that only a scrape configuration gives: `job="checkout"`, `namespace="shop"`. Where the
// scenario does not configure them, such a rule finds nothing, in silence.

import { nearestWord } from '../../core/text/nearest-word.ts'
import { everyRule, type Rule, type RuleFile } from '../alerting/rule-file.ts'
import type { VectorSelector } from '../promql/expression/expression.ts'
import { selectionsOf } from '../promql/expression/parts.ts'
import { parseExpression } from '../promql/parse/parse-expression.ts'
import type { ScrapeTarget } from '../scrape/target-labels.ts'
import { acceptsLabels, type CompiledMatcher, labelTest } from '../series/label-matcher.ts'
import { labelValue } from '../series/labels.ts'
import { type Labels, METRIC_NAME } from '../series/series.ts'

/** Labels of a histogram's and a summary's own. */
const BOUNDS: ReadonlySet<string> = new Set(['le', 'quantile'])
/** Series that Prometheus makes for each target: they have its labels and no others. */
const OF_TARGET = /^(?:up|scrape_.*)$/

interface Mismatch {
  readonly matchers: readonly CompiledMatcher[]
  /** The first rule with that selector. */
  readonly place: string
  /** Series of the same name, with their labels as stored; the targets' own where there is none yet. */
  readonly namesakes: readonly Labels[]
}

/**
 * One sentence for each set of matchers, with the line to add to the scenario.
 * @param series what the pages print, with the labels as stored
 */
export function targetLabelMismatches(
  ruleFile: RuleFile | null,
  targets: readonly ScrapeTarget[],
  series: readonly Labels[],
): readonly string[] {
  if (ruleFile === null) return []
  const rules = ruleFile.groups.flatMap((group) => group.rules)
  const recorded = new Set(
    ruleFile.groups.flatMap(everyRule).flatMap(({ kind, name }) => (kind === 'recording' ? [name] : [])),
  )
  const mismatches = new Map<string, Mismatch>()
  for (const rule of rules)
    for (const { selector } of selectionsOf(parseExpression(rule.expression))) {
      if (selector.metric !== null && (recorded.has(selector.metric) || selector.metric.startsWith('ALERTS'))) continue
      const found = mismatchOf(selector, targets, series)
      if (found === null) continue
      const key = found.matchers.map(shown).join()
      if (!mismatches.has(key)) mismatches.set(key, { ...found, place: placeOf(ruleFile, rule) })
    }
  return [...mismatches.values()].map(sentence)
}

/** Whether a sentence of `targetLabelMismatches` is about this selector. */
export function lacksTargetLabel(
  selector: VectorSelector,
  targets: readonly ScrapeTarget[],
  series: readonly Labels[],
): boolean {
  return mismatchOf(selector, targets, series) !== null
}

function placeOf({ file }: RuleFile, { line, name }: Rule): string {
  return `${file}:${line} ${name}`
}

function mismatchOf(
  selector: VectorSelector,
  targets: readonly ScrapeTarget[],
  series: readonly Labels[],
): Omit<Mismatch, 'place'> | null {
  const named = selector.matchers.filter(({ label }) => label === METRIC_NAME)
  const printed = series.filter(labelTest(named))
  const namesakes = printed.length > 0 ? printed : targets.map(({ labels }) => labels)
  const others = selector.matchers.filter(({ label }) => label !== METRIC_NAME && !BOUNDS.has(label))
  const ofTargets = new Set(targets.flatMap(({ labels }) => Object.keys(labels)))
  // A page whose labels are honoured may print any of them, once it prints the series.
  if (printed.length === 0 && !isOfTarget(selector) && targets.some(({ honorLabels }) => honorLabels)) return null
  const matchers = others
    .filter((matcher) => !namesakes.some((labels) => acceptsLabels([matcher], labels, true)))
    .filter(({ label }) => ofTargets.has(label) || (printed.length > 0 && isForeign(label, printed)))
  return matchers.length === 0 ? null : { matchers, namesakes }
}

function isOfTarget({ metric }: VectorSelector): boolean {
  return metric !== null && OF_TARGET.test(metric)
}

/** A label that no series has, nor one whose name is nearly the same: that would be a slip of the pen. */
function isForeign(label: string, series: readonly Labels[]): boolean {
  const known = [...new Set(series.flatMap((labels) => Object.keys(labels)))]
  return !known.includes(label) && nearestWord(label, known) === undefined
}

function sentence({ matchers, place, namesakes }: Mismatch): string {
  const asked = matchers.map(shown).join(', ')
  const had = matchers.map(({ label }) => hadInstead(label, namesakes)).join(', ')
  return `${place} asks for ${asked}, and what is scraped has ${had}, so that it finds nothing. ${remedy(matchers, namesakes)}`
}

function remedy(matchers: readonly CompiledMatcher[], namesakes: readonly Labels[]): string {
  const isPrinted = matchers.every((matcher) => {
    const own: CompiledMatcher = { ...matcher, label: `exported_${matcher.label}` }
    return namesakes.some((labels) => acceptsLabels([own], labels, true))
  })
  if (isPrinted)
    return `The page prints it itself, as a Prometheus with honor_labels would keep it: add "honorLabels: true" to target.metrics`
  const pairs = matchers.map((matcher) => `${flow(matcher.label)}: ${flow(wantedValue(matcher))}`)
  return `Such labels come from a scrape configuration: add "labels: { ${pairs.join(', ')} }" to target.metrics`
}

function shown({ label, operator, value }: CompiledMatcher): string {
  return `${label}${operator}${JSON.stringify(value)}`
}

function hadInstead(label: string, namesakes: readonly Labels[]): string {
  const values = [...new Set(namesakes.map((labels) => labelValue(labels, label)))].filter((value) => value !== '')
  if (values.length === 0) return `no ${label}`
  return `${label}=${values
    .slice(0, 3)
    .map((value) => JSON.stringify(value))
    .join(' or ')}`
}

/** A value that the matcher accepts, where one can be read from it. */
function wantedValue({ operator, value }: CompiledMatcher): string {
  if (operator === '=') return value
  const [first = ''] = value.replace(/^\(|\)$/g, '').split('|')
  return operator === '=~' && /^[\w./-]+$/.test(first) ? first : '…'
}

/** As YAML's flow style writes it. */
function flow(text: string): string {
  const isPlain = /^[A-Za-z_][\w./-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
  return isPlain || text === '…' ? text : JSON.stringify(text)
}
