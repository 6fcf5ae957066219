import type { DrilledAlert } from '../../../core/report/drill-report.ts'

/**
 * A name for each alert, each once: rules that share one are told apart by severity, else by the fewest of their labels, else
 * by their place.
 */
export function alertNames(alerts: readonly DrilledAlert[]): string[] {
  return alerts.map((alert) => {
    const same = alerts.filter((each) => each.alert === alert.alert)
    if (same.length === 1) return alert.alert
    const told = labelSets(same).find((labels) => same.every((each) => each === alert || differs(each, alert, labels)))
    return `${alert.alert} (${told === undefined ? `${alert.file}:${alert.line}` : valuesOf(alert, told)})`
  })
}

/** More, or longer ones, would be no name. */
const MOST_LABELS = 3
const LONGEST_VALUE = 24

/** Severity alone, then more and more of the labels in which the alerts differ, severity first and names in order. */
function labelSets(alerts: readonly DrilledAlert[]): readonly (readonly string[])[] {
  const all = [...new Set(alerts.flatMap(({ labels }) => Object.keys(labels)))].sort()
  const first = ['severity', ...all.filter((label) => label !== 'severity')].filter(
    (label) =>
      alerts.some((each) => each.labels[label] !== alerts[0]?.labels[label]) &&
      alerts.every((each) => (each.labels[label] ?? '').length <= LONGEST_VALUE),
  )
  const sets = first.map((label) => [label])
  for (let size = 2; size <= MOST_LABELS; size++)
    sets.push(
      ...sets
        .filter((labels) => labels.length === size - 1)
        .flatMap((labels) => first.slice(first.indexOf(labels.at(-1) ?? '') + 1).map((label) => [...labels, label])),
    )
  return sets
}

function differs(one: DrilledAlert, other: DrilledAlert, labels: readonly string[]): boolean {
  return labels.some((label) => one.labels[label] !== other.labels[label])
}

function valuesOf({ labels }: DrilledAlert, told: readonly string[]): string {
  return told
    .map((label) => (label === 'severity' ? (labels[label] ?? '') : `${label}=${labels[label] ?? ''}`))
    .join(', ')
}
