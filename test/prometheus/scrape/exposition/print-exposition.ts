// Prints samples as a service would: the inverse of what is tested.

import type { ParsedSample } from '../../../../prometheus/scrape/exposition/exposition.ts'

export function printTextFormat(samples: readonly ParsedSample[]): string {
  return samples.map((sample) => `${printSample(sample, 1)}\n`).join('')
}

export function printOpenMetrics(samples: readonly ParsedSample[]): string {
  return `${samples.map((sample) => `${printSample(sample, 1e3)}\n`).join('')}# EOF\n`
}

function printSample({ labels, value, timestampMs }: ParsedSample, msPerUnit: number): string {
  const { __name__: name = '', ...rest } = labels
  const pairs = Object.entries(rest).map(([label, text]) => `${quoted(label)}=${quoted(text)}`)
  const time = timestampMs === null ? '' : ` ${timestampMs / msPerUnit}`
  return `{${[quoted(name), ...pairs].join(',')}} ${printValue(value)}${time}`
}

function printValue(value: number): string {
  return Number.isFinite(value) || Number.isNaN(value) ? String(value) : `${value > 0 ? '+' : '-'}Inf`
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}
