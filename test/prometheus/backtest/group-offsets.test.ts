import { expect, it } from 'vitest'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import type { RuleGroup } from '../../../prometheus/alerting/rule-file.ts'
import { hashedOffsetMs, type LabelEncoding } from '../../../prometheus/backtest/evaluation-offset.ts'
import { GroupOffsets } from '../../../prometheus/backtest/group-offsets.ts'
import { RuleSet } from '../../../prometheus/backtest/replay/rule-set.ts'

const INTERVAL_MS = 200
const NAMES = ['live', 'a', 'b', 'c', 'd', 'e', 'f']

const text = `groups: [{ name: live, interval: ${INTERVAL_MS}ms, rules: [{ alert: A, expr: vector(1) }] }]`
const rules = new RuleSet(parseRuleFile(text, 'here.yml'), 15)
const [[group]] = rules.groups as readonly [readonly [RuleGroup, unknown]]

/** What a server of that encoding says. @param lateMs how late the last evaluation of each group began */
function served(encoding: LabelEncoding, lateMs: (name: string) => number): unknown {
  const groups = NAMES.map((name) => {
    const offsetMs = hashedOffsetMs(name, '/etc/rules.yml', INTERVAL_MS, encoding)
    const lastEvaluation = new Date(1_700_000_000_000 + offsetMs + lateMs(name)).toISOString()
    return { name, file: '/etc/rules.yml', interval: INTERVAL_MS / 1e3, lastEvaluation, rules: [] }
  })
  return { groups }
}

it.each(['lengths', 'separators'] as const)('hashes offsets by %s where the server does', async (encoding) => {
  const truth = hashedOffsetMs('live', '/etc/rules.yml', INTERVAL_MS, encoding)
  for (let lateMs = 0; lateMs < INTERVAL_MS; lateMs += 10) {
    const answer = served(encoding, (name) => (name === 'live' ? lateMs : 1))
    const offsets = await GroupOffsets.ofServer({ get: async () => answer }, [rules], 'aligned')
    expect(offsets.offsetMsOf(group), `${lateMs} ms late`).toBe(truth)
  }
})
