import { describe, expect, it } from 'vitest'
import { sharedRecordNotes } from '../../../harness/drill/shared-records.ts'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'

const notesOf = (text: string) => sharedRecordNotes(parseRuleFile(`groups:${text}`, 'a.yml'), 3)
const ALERT = '\n- { name: alerts, rules: [{ alert: A, expr: same > 1 }] }'

describe('sharedRecordNotes', () => {
  it('names what rules of two groups record by different expressions', () => {
    expect(
      notesOf(`
- { name: a, rules: [{ record: same, expr: sum(up) }] }
- { name: b, rules: [{ record: same, expr: min(up) }] }${ALERT}`),
    ).toEqual([
      'Rules of different groups record the same: same (a.yml:2 and a.yml:3). Where their results have the same labels, the first counts here; a Prometheus evaluates groups a moment apart, and has each of them in turn.',
    ])
  })

  it.each([
    [
      'rules of one group, of which the first counts in Prometheus too',
      `
- { name: a, rules: [{ record: same, expr: sum(up) }, { record: same, expr: min(up) }] }${ALERT}`,
    ],
    [
      'labels that differ, as Pyrra and Sloth write them',
      `
- { name: a, rules: [{ record: same, expr: sum(up), labels: { window: 5m } }] }
- { name: b, rules: [{ record: same, expr: min(up), labels: { window: 1h } }] }${ALERT}`,
    ],
    [
      'a rule that is there twice',
      `
- { name: a, rules: [{ record: same, expr: sum(up) }] }
- { name: b, rules: [{ record: same, expr: sum(up) }] }${ALERT}`,
    ],
    [
      'what no alert reads',
      `
- { name: a, rules: [{ record: other, expr: sum(up) }] }
- { name: b, rules: [{ record: other, expr: min(up) }] }${ALERT}`,
    ],
  ])('says nothing of %s', (_what, text) => {
    expect(notesOf(text)).toEqual([])
  })
})
