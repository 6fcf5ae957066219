import { expect, it } from 'vitest'
import { readsOf } from '../../../harness/drill/model/rule-reads.ts'
import { scrapePhaseWords } from '../../../harness/drill/scrape-phase.ts'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { alertingRules } from '../../../prometheus/alerting/rule-file.ts'

function words(expression: string, { interval = '', scrape = 15, record = 'up' } = {}): string | null {
  const group = `groups: [{ name: g, ${interval}rules: [{ record: 'job:x:rate', expr: '${record}' }, { alert: A, expr: '${expression}' }] }]`
  const file = parseRuleFile(group, 'r.yml')
  const [rule] = alertingRules(file)
  if (rule === undefined) throw new Error('expected an alert')
  return scrapePhaseWords(file, { scrapeIntervalSeconds: scrape, evaluationSeconds: 15 })(readsOf(rule, file))
}

it.each([
  ['a rate over 20 s of a scrape every 15 s', 'rate(x_total[20s]) > 1', {}, '5s'],
  ['the derivative over 29 s', 'deriv(x[29s]) > 1', {}, '14s'],
  ['any sample within 10 s', 'max_over_time(up[10s]) == 0', {}, '10s'],
  ['an instant selector of a scrape every 10 minutes', 'up == 0', { scrape: 600, interval: 'interval: 10m, ' }, '5m'],
  ['a recorded rate', 'job:x:rate > 1', { record: 'sum by (job) (rate(x_total[20s]))' }, '5s'],
  ['an evaluation at every other scrape', 'rate(x_total[20s]) > 1', { interval: 'interval: 30s, ' }, '5s'],
])('says it of %s', (_, expression, more, within) => {
  expect(words(expression, more)).toContain(`only where it is evaluated within ${within} of a scrape`)
})

it.each([
  ['a rate over two scrapes', 'rate(x_total[30s]) > 1', {}],
  ['a rate that never has two samples', 'rate(x_total[15s]) > 1', {}],
  ['evaluations that wander between the scrapes', 'rate(x_total[20s]) > 1', { interval: 'interval: 7s, ' }],
  ['a range of what rules record', 'rate(job:x:rate[20s]) > 1', {}],
  ['an instant selector of a scrape every 5 minutes', 'up == 0', { scrape: 300, interval: 'interval: 5m, ' }],
])('says nothing of %s', (_, expression, more) => {
  expect(words(expression, more)).toBeNull()
})
