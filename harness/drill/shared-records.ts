// Series that rules of two groups record by different expressions. A Prometheus evaluates its groups a moment apart, so that
// such a series has the samples of both in turn; here all are evaluated at the same instants, where the first in the file counts.

import { listed, listedUpTo } from '../../core/text/plural.ts'
import type { RuleFile } from '../../prometheus/alerting/rule-file.ts'
import { neededGroups } from '../../prometheus/columns/needed-rules.ts'
import { labelSignature } from '../../prometheus/series/labels.ts'

interface PlacedRecord {
  readonly group: string
  readonly place: string
  readonly expression: string
}

/** @param ruleFile with the alerts that are simulated, alone */
export function sharedRecordNotes(ruleFile: RuleFile, mostNamed: number): readonly string[] {
  const byName = new Map<string, { readonly name: string; readonly records: PlacedRecord[] }>()
  for (const { name: group, file = ruleFile.file, rules } of neededGroups(ruleFile))
    for (const { kind, name, labels, expression, line } of rules) {
      if (kind !== 'recording') continue
      const key = `${name} ${labelSignature(labels)}`
      const known = byName.get(key) ?? { name, records: [] }
      byName.set(key, known)
      known.records.push({ group: `${file} ${group}`, place: `${file}:${line}`, expression: expression.trim() })
    }
  const shared = [...byName.values()].filter(({ records }) => isShared(records))
  if (shared.length === 0) return []
  const names = shared.map(({ name, records }) => `${name} (${listed(records.map(({ place }) => place))})`)
  return [
    `Rules of different groups record the same: ${listedUpTo(mostNamed, names)}. Where their results have the same labels, the first counts here; a Prometheus evaluates groups a moment apart, and has each of them in turn.`,
  ]
}

function isShared(records: readonly PlacedRecord[]): boolean {
  return records.some((a) => records.some((b) => a.group !== b.group && a.expression !== b.expression))
}
