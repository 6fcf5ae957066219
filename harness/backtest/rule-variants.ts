// The rules to back-test, read from their files, and what is tried in their place.

import { alertKey } from '../../analysis/backtest/report-backtest.ts'
import { shownPath } from '../../core/text/shown-path.ts'
import { UserError } from '../../core/user-error.ts'
import { alertingRules, everyAlertingRule, type RuleFile } from '../../prometheus/alerting/rule-file.ts'
import { onlyAlerts } from '../../prometheus/alerting/variants/only-alerts.ts'
import { varyRuleFile } from '../../prometheus/alerting/variants/vary-rule-file.ts'
import { checkNamedAlerts } from '../setup/check-named-alerts.ts'
import { type JoinedRules, readJoinedRules } from '../setup/read-joined-rules.ts'
import type { BacktestOptions, NamedVariation } from './backtest-options.ts'

const AS_WRITTEN = 'as written'

export interface RuleVariants {
  /** The rules as written first, the proposed ones last. */
  readonly variants: readonly { readonly name: string; readonly ruleFile: RuleFile }[]
  /** The names of the alerts to report; empty for all. Those that they read are evaluated with them. */
  readonly reported: readonly string[]
  /** The name of the variant with the proposed rules. */
  readonly proposed: string | null
  /** Why a variant left an alert as it is written: by the variant's name, then by `alertKey`. */
  readonly notVaried: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** Which files of a folder hold no rules. */
  readonly notes: readonly string[]
}

/** @throws UserError where a file has mistakes, an alert is not there, or nothing can be varied as asked */
export async function readRuleVariants(options: BacktestOptions, cwd: string): Promise<RuleVariants> {
  const { ruleFile: today, notes } = await readAlerts(options.rules, cwd)
  const ofProposed = options.proposed === null ? null : await readAlerts([options.proposed], cwd)
  const proposed = ofProposed?.ruleFile ?? null
  const judged = proposed ?? today
  checkNamedAlerts('--alert', options.alerts, [today, ...(proposed ? [proposed] : [])])
  // What is expected of an alert is judged, also where others were asked for.
  const expected = options.expectations.map(({ alert }) => alert)
  const wanted = options.alerts.length === 0 ? [] : [...options.alerts, ...expected]
  checkNamedAlerts('--expect', expected, [judged])
  const written = onlyAlerts(today, wanted)
  const varied = options.variations.map((variation) => variant(written, variation, wanted))
  const proposedName = options.proposed === null ? null : shownPath(options.proposed, cwd)
  return {
    variants: [
      { name: AS_WRITTEN, ruleFile: written },
      ...varied.map(({ name, ruleFile }) => ({ name, ruleFile })),
      ...(proposed === null || proposedName === null
        ? []
        : [{ name: proposedName, ruleFile: inPlaceOf(today, onlyAlerts(proposed, wanted)) }]),
    ],
    reported: wanted,
    proposed: proposedName,
    notVaried: new Map(varied.map(({ name, notVaried }) => [name, notVaried])),
    notes: [...new Set([...notes, ...(ofProposed?.notes ?? [])])],
  }
}

async function readAlerts(paths: readonly string[], cwd: string): Promise<JoinedRules> {
  const joined = await readJoinedRules(paths, cwd)
  if (everyAlertingRule(joined.ruleFile).length > 0) return joined
  throw new UserError(`${paths.join(', ')}: expected alerting rules, got none`)
}

/** A Prometheus spreads its groups over their interval by name and file, and the proposed rules are to replace today's. */
function inPlaceOf(today: RuleFile, proposed: RuleFile): RuleFile {
  return { ...proposed, file: today.file }
}

const MOST_NAMED = 12

interface Varied {
  readonly name: string
  readonly ruleFile: RuleFile
  readonly notVaried: ReadonlyMap<string, string>
}

/** @param wanted the alerts to vary; empty for all */
function variant(written: RuleFile, variation: NamedVariation, wanted: readonly string[]): Varied {
  const { ruleFile, unvaried } = varyRuleFile(written, variation, wanted)
  const asked = alertingRules(written).filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  if (unvaried.length > 0 && unvaried.length === asked.length)
    throw new UserError(
      `${variation.name}: expected an alert in which that can be replaced, got none: ${unvaried
        .slice(0, MOST_NAMED)
        .map(({ rule, reason }) => `${rule.name}: ${reason}`)
        .join('; ')}`,
    )
  return {
    name: variation.name,
    ruleFile,
    notVaried: new Map(
      unvaried.map(({ group, rule, reason }) => [alertKey({ group, alert: rule.name, line: rule.line }), reason]),
    ),
  }
}
