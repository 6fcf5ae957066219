// Operations on label sets. A label may have any name, `constructor` included.

import { type Labels, METRIC_NAME } from './series.ts'
import { isPlainLabelName, isPlainMetricName } from './series-name.ts'

export const NO_LABELS: Labels = {}

export function labelValue(labels: Labels, name: string): string {
  return Object.hasOwn(labels, name) ? (labels[name] as string) : ''
}

export function keepLabels(labels: Labels, names: readonly string[]): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => names.includes(name)))
}

export function dropLabels(labels: Labels, names: readonly string[]): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !names.includes(name)))
}

/** A label set to the empty string is removed. */
export function setLabel(labels: Labels, name: string, value: string): Labels {
  const others = dropLabels(labels, [name])
  return value === '' ? others : Object.fromEntries([...Object.entries(others), [name, value]])
}

/** Equal for equal label sets, whatever the order of their keys, and different for different ones. */
export const labelSignature: (labels: Labels) => string = rememberedFor((labels) => {
  // Joined, because a text that grows by += is kept as a tree of its parts.
  const names = Object.keys(labels).sort()
  return names.map((name) => counted(name) + counted(labels[name] as string)).join('')
})

/** Equal where these labels are equal; a missing label equals the empty string. */
export function signatureOf(labels: Labels, names: readonly string[]): string {
  let signature = ''
  for (const name of names) signature += counted(labelValue(labels, name))
  return signature
}

/** The length comes first, so that no two lists of texts have the same signature. */
function counted(text: string): string {
  return `${text.length}:${text}`
}

/**
 * A function of label sets that calculates once for each. Series keep their labels from one evaluation to the next,
 * and an evaluation each second over hundreds of series would otherwise spend most of its time on them.
 */
export function rememberedFor<T>(calculate: (labels: Labels) => T): (labels: Labels) => T {
  const remembered = new WeakMap<Labels, T>()
  return (labels) => {
    const known = remembered.get(labels)
    if (known !== undefined) return known
    const result = calculate(labels)
    remembered.set(labels, result)
    return result
  }
}

/** `name{label="value"}`, as Prometheus prints a series. */
export function formatLabels(labels: Labels): string {
  const name = labelValue(labels, METRIC_NAME)
  const pairs = Object.entries(labels)
    .filter(([label]) => label !== METRIC_NAME)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${isPlainLabelName(label) ? label : JSON.stringify(label)}=${JSON.stringify(value)}`)
  if (name !== '' && !isPlainMetricName(name)) return `{${[JSON.stringify(name), ...pairs].join(', ')}}`
  return pairs.length === 0 && name !== '' ? name : `${name}{${pairs.join(', ')}}`
}
