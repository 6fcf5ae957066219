import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, it } from 'vitest'
import { type ActiveAlerts, stepAlerts } from '../../../../prometheus/alerting/alert-state.ts'
import { describeReal } from '../../../support/real-programs.ts'
import { promtool } from '../../promtool.ts'

interface Case {
  /** Whether the expression returns an element, second by second. */
  readonly returned: readonly boolean[]
  readonly forSeconds: number
  readonly keepFiringForSeconds: number
}

const cases: fc.Arbitrary<Case> = fc.record({
  returned: fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
  forSeconds: fc.nat(4),
  keepFiringForSeconds: fc.nat(4),
})

describeReal('promtool agrees with the alert states', ['promtool'], () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sla-harness-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('of a hundred rules with and without for and keep_firing_for', async () => {
    const all = fc.sample(cases, { numRuns: 100, seed: 42 })
    const rules = all.map(({ forSeconds, keepFiringForSeconds }, i) => ({
      alert: `A${i}`,
      expr: `x${i} > 0`,
      for: `${forSeconds}s`,
      keep_firing_for: `${keepFiringForSeconds}s`,
    }))
    const test = {
      rule_files: ['all.rules.yml'],
      evaluation_interval: '1s',
      tests: [
        {
          interval: '1s',
          input_series: all.map(({ returned }, i) => ({ series: `x${i}`, values: returned.map(Number).join(' ') })),
          promql_expr_test: all.flatMap(expectedSamples),
        },
      ],
    }
    // JSON is YAML.
    await writeFile(join(folder, 'all.rules.yml'), JSON.stringify({ groups: [{ name: 'g', rules }] }))
    await writeFile(join(folder, 'all.test.yml'), JSON.stringify(test))
    await promtool('test', 'rules', join(folder, 'all.test.yml'))
  })
})

function expectedSamples(one: Case, i: number): object[] {
  let active: ActiveAlerts = new Map()
  return one.returned.map((isReturned, second) => {
    active = stepAlerts(one, active, isReturned ? [{ labels: {}, value: 1 }] : [], second * 1000)
    const samples = [...active.values()].map(({ state }) => ({
      labels: `ALERTS{alertname="A${i}", alertstate="${state}"}`,
      value: 1,
    }))
    return { expr: `ALERTS{alertname="A${i}"}`, eval_time: `${second}s`, exp_samples: samples }
  })
}
