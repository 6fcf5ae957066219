// When within its interval each group of the rules is evaluated: where a server runs a group of that name, at its offset.

import type { RuleGroup } from '../alerting/rule-file.ts'
import { asList, asObject } from '../api/answer.ts'
import type { ApiClient } from '../api/client.ts'
import { QueryApiError } from '../api/query-api-error.ts'
import type { BacktestRequest } from './backtest-request.ts'
import { hashedOffsetMs, type LabelEncoding } from './evaluation-offset.ts'
import type { Look } from './read/read-plan.ts'
import type { LookGrid } from './read/series-ends.ts'
import type { RuleSet } from './replay/rule-set.ts'

type AnswersGet = Pick<ApiClient, 'get'>

interface ServedGroup {
  readonly name: string
  readonly file: string
  /** Null where the server does not say. */
  readonly intervalMs: number | null
  /** Null before the first evaluation. */
  readonly lastEvaluationMs: number | null
}

export class GroupOffsets {
  readonly #offsets: ReadonlyMap<RuleGroup, number>

  constructor(offsets: ReadonlyMap<RuleGroup, number>) {
    this.#offsets = offsets
  }

  static ofFile(rules: readonly RuleSet[], asked: BacktestRequest['offset']): GroupOffsets {
    return derived(rules, asked, [])
  }

  static async ofServer(
    client: AnswersGet,
    rules: readonly RuleSet[],
    asked: BacktestRequest['offset'],
  ): Promise<GroupOffsets> {
    return derived(rules, asked, asked === 'aligned' ? await servedGroups(client) : [])
  }

  offsetMsOf(group: RuleGroup): number {
    return this.#offsets.get(group) ?? 0
  }

  /** Each once. */
  gridsOf(looks: readonly Look[]): readonly LookGrid[] {
    const grids = looks.map(({ rules, group, shiftMs, stepMs }) => {
      const intervalMs = stepMs ?? rules.intervalMsOf(group)
      const offsetMs = stepMs === null ? this.offsetMsOf(group) : 0
      const shifted = (offsetMs - shiftMs) % intervalMs
      return { intervalMs, shiftMs: shifted < 0 ? shifted + intervalMs : shifted }
    })
    return [...new Map(grids.map((grid) => [`${grid.intervalMs} ${grid.shiftMs}`, grid])).values()]
  }
}

/** Groups of one name are evaluated at the same instants in all variants, whatever their files are called. */
function derived(
  rules: readonly RuleSet[],
  asked: BacktestRequest['offset'],
  served: readonly ServedGroup[],
): GroupOffsets {
  const offsets = new Map<RuleGroup, number>()
  const encoding = encodingOf(served)
  const byName = new Map<string, number>()
  for (const each of rules)
    for (const [group] of each.groups) {
      const key = `${each.intervalMsOf(group)} ${group.name}`
      const offsetMs =
        asked === 'aligned' ? (byName.get(key) ?? offsetOf(group, each, served, encoding)) : Math.round(asked)
      byName.set(key, offsetMs)
      offsets.set(group, offsetMs)
    }
  return new GroupOffsets(offsets)
}

function offsetOf(group: RuleGroup, rules: RuleSet, served: readonly ServedGroup[], encoding: LabelEncoding): number {
  const found = served.find(({ name }) => name === group.name)
  const file = found?.file ?? rules.ruleFile.file
  return hashedOffsetMs(group.name, file, rules.intervalMsOf(group), encoding)
}

const ENCODINGS: readonly LabelEncoding[] = ['lengths', 'separators']

/**
 * A server has one encoding for all its groups. An evaluation begins at its instant or a little later: by the true encoding
 * they are the least late together, though any one of them may have begun late.
 */
function encodingOf(served: readonly ServedGroup[]): LabelEncoding {
  const lateBy = (encoding: LabelEncoding) =>
    served.reduce((sum, { name, file, intervalMs, lastEvaluationMs }) => {
      if (intervalMs === null || lastEvaluationMs === null) return sum
      const late = (lastEvaluationMs - hashedOffsetMs(name, file, intervalMs, encoding)) % intervalMs
      return sum + late / intervalMs
    }, 0)
  return ENCODINGS.reduce((best, each) => (lateBy(each) < lateBy(best) ? each : best))
}

/** Empty where the server does not tell. */
async function servedGroups(client: AnswersGet): Promise<readonly ServedGroup[]> {
  try {
    const { groups } = asObject(await client.get('/api/v1/rules'))
    return asList(groups).map((group) => {
      const { name, file, interval, lastEvaluation } = asObject(group)
      const intervalMs = Math.round(Number(interval) * 1e3)
      const lastEvaluationMs = Date.parse(String(lastEvaluation))
      return {
        name: String(name),
        file: String(file),
        intervalMs: intervalMs > 0 ? intervalMs : null,
        // Go's zero time, which stands for never, is in the year 1.
        lastEvaluationMs: lastEvaluationMs > 0 ? lastEvaluationMs : null,
      }
    })
  } catch (error) {
    if (!(error instanceof QueryApiError) || error.failure === 'unreachable') throw error
    return []
  }
}
