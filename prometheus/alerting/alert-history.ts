// The history of one alerting rule over a run: the most severe state over its label sets, at each evaluation where it
// changes.

import type { AlertHistory, AlertState, AlertTransition } from '../../core/run/alert.ts'
import type { ActiveAlert, ActiveAlerts } from './alert-state.ts'
import type { AlertingRule, RuleFile } from './rule-file.ts'
import { watchedByRule } from './watched-by-rule.ts'

/** The history with one more evaluation. @returns the same history where nothing changed */
export function afterEvaluation(history: AlertHistory, active: ActiveAlerts, atSeconds: number): AlertHistory {
  const state = mostSevereState(active)
  if (history.transitions.at(-1)?.state === state) return history
  const transition: AlertTransition = { at: atSeconds, state, value: mostSevereValue(active, state) }
  return { ...history, transitions: [...history.transitions, transition] }
}

/** @param ruleFile the file of the rule, whose other rules may record what the alert compares */
export function emptyHistory(rule: AlertingRule, ruleFile: RuleFile | null): AlertHistory {
  const { name, expression, forSeconds, keepFiringForSeconds } = rule
  const watches = watchedByRule(expression, ruleFile)
  return { name, expression, forSeconds, keepFiringForSeconds, watches, transitions: [] }
}

export function mostSevereState(active: ActiveAlerts): AlertState {
  return mostSevere([...active.values()].map(({ state }) => state))
}

/** Firing before pending before inactive; inactive if there is none. */
export function mostSevere(states: readonly AlertState[]): AlertState {
  if (states.includes('firing')) return 'firing'
  return states.includes('pending') ? 'pending' : 'inactive'
}

/** The largest value of the label sets in that state that the expression returned; null if there is none. */
function mostSevereValue(active: ActiveAlerts, state: AlertState): number | null {
  const returned = (alert: ActiveAlert) => alert.state === state && alert.missingSinceMs === null
  const values = [...active.values()].filter(returned).map(({ value }) => value)
  return values.length === 0 ? null : Math.max(...values)
}
