import { afterEach, expect, it } from 'vitest'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { alertingRules } from '../../../prometheus/alerting/rule-file.ts'
import { QueryApi } from '../../../prometheus/api/query-api.ts'
import { replayAlerts } from '../../../prometheus/remote/replay-alerts.ts'
import { fakeApi, succeed } from '../api/fake-api.ts'

const closing: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map((one) => one.close()))
})

const T = 1_700_000_000_000
const run = { time: { startSeconds: 0, startedAtUnixMs: T }, fromMs: T, endMs: T + 20_000 }

/** The condition holds for the data of seconds 5 to 9 of the run. */
async function replayed(group: string) {
  const server = await fakeApi(({ parameters: { start, end, step } }, response) => {
    const values: [number, string][] = []
    for (let at = Number(start); at <= Number(end); at += Number(step))
      if (at >= T / 1e3 + 5 && at <= T / 1e3 + 9) values.push([at, '3'])
    succeed(response, { resultType: 'matrix', result: [{ metric: {}, values }] })
  })
  const api = new QueryApi({ baseUrl: server.url })
  closing.push(api, server)
  const ruleFile = parseRuleFile(`groups: [{ name: g, ${group} rules: [{ alert: On, expr: x > 1 }] }]`, 'a.rules.yml')
  const [history] = await replayAlerts(api, ruleFile, alertingRules(ruleFile), run, 1)
  return history?.transitions.map(({ at, state }) => [at, state])
}

it('evaluates a rule on the data of the same instant', async () => {
  expect(await replayed('')).toEqual([
    [0, 'inactive'],
    [5, 'firing'],
    [10, 'inactive'],
  ])
})

it('evaluates a rule on the data that its query offset reaches back to', async () => {
  expect(await replayed('query_offset: 3s,')).toEqual([
    [0, 'inactive'],
    [8, 'firing'],
    [13, 'inactive'],
  ])
})
