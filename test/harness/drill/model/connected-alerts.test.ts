import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { connectedAlerts } from '../../../../harness/drill/model/connected-alerts.ts'
import { alertReads } from '../../../support/alert-reads.ts'

const RECORDED = { record: 'a:rate5m', expr: 'rate(a_total[5m])' }

function namesOf(expressions: Readonly<Record<string, string>>): readonly string[] {
  const alerts = Object.entries(expressions).map(([alert, expr]) => ({ alert, expr }))
  const { reads } = alertReads([RECORDED, ...alerts])
  return connectedAlerts(reads).map((component) => component.map(({ rule }) => rule.name).join(' '))
}

describe('connectedAlerts', () => {
  it.each([
    ['apart that share no series', { A: 'a_total > 1', B: 'b_total > 1' }, ['A', 'B']],
    ['together that read one metric, whatever its labels', { A: 'up{job="a"} == 0', B: 'up{job="b"} == 0' }, ['A B']],
    [
      'together that read buckets and counts of one histogram',
      { A: 'rate(a_seconds_bucket[5m]) > 1', B: 'b > 1', C: 'rate(a_seconds_count[5m]) > 1' },
      ['A C', 'B'],
    ],
    [
      'together through a recording rule',
      { A: 'a:rate5m > 1', B: 'b_total > 1', C: 'rate(a_total[1h]) > 1' },
      ['A C', 'B'],
    ],
    [
      'together through the ALERTS of another',
      { A: 'a_total > 1', B: 'b_total > 1 and ALERTS{alertname="A"}' },
      ['A B'],
    ],
    [
      'together through a third, in their order',
      { A: 'a_total > 1', B: 'b_total > 1', C: 'c_total > 1', D: 'a_total / c_total > 1' },
      ['A C D', 'B'],
    ],
    ['apart that read nothing', { A: 'vector(1)', B: 'vector(1)' }, ['A', 'B']],
  ])('are %s', (_, expressions, expected) => {
    expect(namesOf(expressions)).toEqual(expected)
  })

  it('holds each alert once, and those of one metric always in one part', () => {
    const metrics = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(fc.array(metrics, { minLength: 1, maxLength: 8 }), (all) => {
        const parts = namesOf(
          Object.fromEntries(all.map((read, i) => [`A${i}`, read.map((m) => `${m} > 1`).join(' and ')])),
        )
        const alerts = parts.map((part): readonly (readonly string[])[] =>
          part.split(' ').map((name) => all[Number(name.slice(1))] ?? []),
        )
        expect(parts.flatMap((part) => part.split(' ')).sort()).toEqual(all.map((_, i) => `A${i}`).sort())
        for (const metric of ['a', 'b', 'c', 'd', 'e', 'f'])
          expect(alerts.filter((part) => part.flat().includes(metric)).length).toBeLessThanOrEqual(1)
      }),
      { numRuns: 50 },
    )
  })
})
