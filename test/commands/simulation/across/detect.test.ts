// `drill --detect`, as a user calls it.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { drillReportSchema } from '../../../../core/report/schema/drill/drill-schema.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { inTemporaryFolder, runCli } from '../../../support/run-cli.ts'

const RULES = `
groups:
  - name: checkout
    rules:
      - alert: CheckoutSlow
        expr: histogram_quantile(0.95, sum by (le) (rate(checkout_seconds_bucket[2m]))) > 0.5
        for: 10m
        labels: { severity: page }
      - alert: QueueFull
        expr: queue_length > 100
`

const DRILL = ['drill', '--rules', 'rules.yml', '--rate', '5', '--days', '1', '--incident', 'outage', '--out', 'drill']

describe('drill --detect', () => {
  it('says that the rules as written do not do it, and proposes some that do', async () => {
    await inTemporaryFolder(async (cwd) => {
      writeFileSync(join(cwd, 'rules.yml'), RULES)
      const asked = [
        '--detect',
        'all requests 10x slower for 5m',
        '--within',
        '4m',
        '--for',
        '1m,10m',
        '--trials',
        '60',
      ]
      const { code, stdout } = await runCli([...DRILL, ...asked, '--threads', '2', '--json'], { cwd })
      const { powerCurve, verdict } = drillReportSchema.parse(JSON.parse(stdout))
      expect([code, verdict, powerCurve?.asked?.finding]).toEqual([1, 'fail', 'fail'])
      expect(powerCurve?.variants.map(({ name, finding }) => [name, finding])).toEqual([
        ['as written', 'fail'],
        ['--for 1m', 'pass'],
        ['--for 10m', 'fail'],
      ])
      expect(powerCurve?.notSimulated).toEqual([
        { alert: 'QueueFull', line: 9, reason: expect.stringContaining('queue_length') },
      ])
      const proposed = readFileSync(join(cwd, 'drill', 'proposed.rules.yml'), 'utf8')
      const [slow, full] = parseRuleFile(proposed, 'proposed.rules.yml').groups[0]?.rules ?? []
      expect(slow).toMatchObject({ name: 'CheckoutSlow', forSeconds: 60 })
      expect(full).toMatchObject({ name: 'QueueFull' })
    })
  })
})
