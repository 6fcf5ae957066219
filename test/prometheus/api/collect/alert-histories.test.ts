import { afterEach, expect, it } from 'vitest'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { alertingRules } from '../../../../prometheus/alerting/rule-file.ts'
import { collectHistory } from '../../../../prometheus/api/collect/alert-histories.ts'
import { QueryApi } from '../../../../prometheus/api/query-api.ts'
import { type FakeApi, fakeApi, succeed } from '../fake-api.ts'

const closing: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map((one) => one.close()))
})

const T = 1_700_000_000_000
const time = { startSeconds: 0, startedAtUnixMs: T }

/** A server that has samples of ALERTS at these seconds of the run, and answers every other query with 7. */
async function serverWith(seconds: readonly number[]): Promise<{ api: QueryApi; server: FakeApi }> {
  const samples = seconds.map((second) => [T / 1e3 + second, '1'])
  const server = await fakeApi(({ parameters: { query = '' } }, response) => {
    if (query.startsWith('ALERTS{'))
      return succeed(response, {
        resultType: 'matrix',
        result: [{ metric: { __name__: 'ALERTS', alertname: 'On', alertstate: 'firing' }, values: samples }],
      })
    if (query.startsWith('ALERTS_FOR_STATE')) return succeed(response, { resultType: 'matrix', result: [] })
    return succeed(response, { resultType: 'vector', result: [{ metric: {}, value: [T / 1e3, '7'] }] })
  })
  const api = new QueryApi({ baseUrl: server.url })
  closing.push(api, server)
  return { api, server }
}

it.each([
  ['as long before the evaluation as the group is queried', 'query_offset: 10s', 10],
  ['at the evaluation, where there is no offset', '', 0],
])('reads states that were written %s', async (_, offset, offsetSeconds) => {
  const text = `groups: [{ name: g, ${offset === '' ? '' : `${offset}, `}rules: [{ alert: On, expr: x > 1 }] }]`
  const ruleFile = parseRuleFile(text, 'a.rules.yml')
  const [rule] = alertingRules(ruleFile)
  // Evaluated every second up to second 20, and firing from second 5 on, until the end.
  const { api, server } = await serverWith(Array.from({ length: 16 }, (_, i) => 5 + i - offsetSeconds))
  const schedule = { lastEvaluationMs: T + 20_000, intervalMs: 1000 }
  if (!rule) throw new TypeError('expected a rule')
  const { transitions } = await collectHistory(api, rule, ruleFile, schedule, time)
  expect(transitions).toEqual([
    { at: 0, state: 'inactive', value: null },
    { at: 5, state: 'firing', value: 7 },
  ])
  const asked = server.requests.find(({ parameters }) => parameters.query === 'x > 1')
  expect(Number(asked?.parameters.time)).toBe(T / 1e3 + 5 - offsetSeconds)
})
