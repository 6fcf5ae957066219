// What is tried in place of the rules and the buckets as they are: every layout with every change of the rules.

import type { BucketLayout } from '../../core/histogram/bucket-layout.ts'
import { type HistogramLayout, isNativeLayout } from '../../core/histogram/native-layout.ts'
import { listed } from '../../core/text/plural.ts'
import { UserError } from '../../core/user-error.ts'
import { alertingRules, type RuleFile } from '../../prometheus/alerting/rule-file.ts'
import { varyRuleFile } from '../../prometheus/alerting/variants/vary-rule-file.ts'
import { rulesAsYaml } from '../../prometheus/alerting/yaml/rules-as-yaml.ts'
import type { PowerSetup } from '../../simulation/power/power-setup.ts'
import type { NamedVariation } from '../backtest/backtest-options.ts'
import type { StudiedVariant } from './power-question.ts'
import { missingBounds, seriesPerTarget, withLayout } from './with-layout.ts'

export interface PowerVariants {
  /** As written first. */
  readonly variants: readonly [StudiedVariant, ...StudiedVariant[]]
  readonly notes: readonly string[]
}

export interface VariedBase {
  readonly setup: PowerSetup
  /** With the rules that the setup leaves out. */
  readonly ruleFile: RuleFile
}

const AS_WRITTEN = 'as written'
const MOST_VARIANTS = 60

/** @throws UserError where nothing can be changed as asked, or there are too many combinations */
export function powerVariants(
  base: VariedBase,
  layouts: readonly HistogramLayout[],
  variations: readonly NamedVariation[],
): PowerVariants {
  const classic = layouts.map(classicLayout)
  const count = (classic.length + 1) * (variations.length + 1)
  if (count > MOST_VARIANTS)
    throw new UserError(
      `--layout, --for, --range, --threshold: expected at most ${MOST_VARIANTS} combinations of their values, those as they are included, got ${count}`,
    )
  const combined = [null, ...classic].flatMap((layout) =>
    [null, ...variations].flatMap((variation) =>
      layout === null && variation === null ? [] : [variant(base, layout, variation)],
    ),
  )
  const notes = combined.flatMap(({ facts, setup: { ruleFile, model } }) =>
    facts.layout === null
      ? []
      : missingBounds(ruleFile, model).map(
          (what) => `${facts.name}: ${what}, which it has not, so that nothing comes of it.`,
        ),
  )
  return {
    variants: [variant(base, null, null), ...combined],
    notes: [...new Set([...notes, ...thresholdNotes(base.setup, variations)])],
  }
}

/** A threshold of one alert means something else in another. */
function thresholdNotes(setup: PowerSetup, variations: readonly NamedVariation[]): string[] {
  const names = [...new Set(namesOf(setup))]
  if (names.length < 2 || variations.every(({ threshold }) => threshold === undefined)) return []
  return [
    `The thresholds are put into each of ${listed(names)} that compares with one number; --alert names those that are meant.`,
  ]
}

function variant(
  { setup, ruleFile: whole }: VariedBase,
  layout: BucketLayout | null,
  variation: NamedVariation | null,
): StudiedVariant {
  const { ruleFile, unchanged } =
    variation === null ? { ruleFile: setup.ruleFile, unchanged: [] } : varied(setup, variation)
  const proposed = variation === null ? whole : varyRuleFile(whole, variation, namesOf(setup)).ruleFile
  const model = layout === null ? setup.model : withLayout(setup.model, layout)
  const name = [
    ...(layout === null ? [] : [`--layout ${layout.name}`]),
    ...(variation === null ? [] : [variation.name]),
  ]
  return {
    setup: { ...setup, model, ruleFile },
    facts: {
      name: name.length === 0 ? AS_WRITTEN : name.join(' '),
      layout: layout?.name ?? null,
      rangeSeconds: variation?.rangeSeconds ?? null,
      forSeconds: variation?.forSeconds ?? null,
      threshold: variation?.threshold ?? null,
      series: seriesPerTarget(model),
      unchanged,
    },
    rules: rulesAsYaml(proposed),
    bounds: layout === null ? null : boundsToPaste(model),
  }
}

function varied(setup: PowerSetup, variation: NamedVariation) {
  const names = namesOf(setup)
  const { ruleFile, unvaried } = varyRuleFile(setup.ruleFile, variation, names)
  const asked = alertingRules(setup.ruleFile).filter(({ name }) => names.includes(name))
  if (unvaried.length === asked.length)
    throw new UserError(
      `${variation.name}: expected an alert in which that can be replaced, got none: ${unvaried
        .map(({ rule, reason }) => `${rule.name}: ${reason}`)
        .join('; ')}`,
    )
  return { ruleFile, unchanged: unvaried.map(({ rule, reason }) => ({ alert: rule.name, reason })) }
}

/** Of the alerts that are looked at. */
function namesOf({ ruleFile, alerts }: { readonly ruleFile: RuleFile; readonly alerts: readonly number[] }): string[] {
  const rules = alertingRules(ruleFile)
  return alerts.flatMap((place) => rules[place]?.name ?? [])
}

function boundsToPaste({ series }: PowerSetup['model']): string {
  const lines = series.flatMap((each) =>
    each.kind === 'histogram' ? [`${each.metric}: [${each.upperBounds.join(', ')}]`] : [],
  )
  return [...new Set(lines)].join('\n')
}

function classicLayout(layout: HistogramLayout): BucketLayout {
  if (!isNativeLayout(layout)) return layout
  throw new UserError(
    `--layout ${layout.name}: expected buckets with bounds, got a native histogram, which the simulation does not make`,
  )
}
