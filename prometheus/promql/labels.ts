// Label sets: which labels a result keeps, and when two sets are one. Keys may be any text, `constructor` among them.

import type { Labels } from '../series.ts'

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
export function labelSignature(labels: Labels): string {
  const names = Object.keys(labels).sort()
  return JSON.stringify(names.map((name) => [name, labels[name]]))
}

/** Equal where these labels are equal; one that is not there equals the empty string. */
export function signatureOf(labels: Labels, names: readonly string[]): string {
  return JSON.stringify(names.map((name) => labelValue(labels, name)))
}

/** `name{label="value"}`, as Prometheus prints a series. */
export function formatLabels(labels: Labels): string {
  const name = labelValue(labels, '__name__')
  const pairs = Object.entries(labels)
    .filter(([label]) => label !== '__name__')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
  return pairs.length === 0 && name !== '' ? name : `${name}{${pairs.join(', ')}}`
}
