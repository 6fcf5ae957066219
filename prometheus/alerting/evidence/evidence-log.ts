// The evidence of every alerting rule of a file, evaluation by evaluation. It is kept by its changes alone.

import type { AlertHistory } from '../../../core/run/alert.ts'
import type { AlertEvidence, EvidenceChange, MissedSelector } from '../../../core/run/alert-evidence.ts'
import { EvaluationError } from '../../promql/evaluate/evaluation-error.ts'
import type { InstantSample } from '../../promql/evaluate/instant-sample.ts'
import type { Expression, VectorSelector } from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { parseExpression } from '../../promql/parse/parse-expression.ts'
import { type Query, resultElements } from '../../promql/query.ts'
import type { Labels } from '../../series/series.ts'
import {
  type AlertingRule,
  alertingRules,
  type Rule,
  type RuleFile,
  type RuleGroup,
  recordingRules,
} from '../rule-file.ts'
import { absentIn, conditionLacks, selectorOf } from './condition-lacks.ts'
import { foundInstead } from './missing-selector.ts'
import { type Recording, recordingsAmong } from './recording.ts'
import { stoodIn } from './stood-in.ts'

interface RuleLog {
  readonly condition: Expression
  /** For which a constant stands in. */
  readonly sides: readonly Expression[]
  readonly changes: EvidenceChange[]
  untilSeconds: number
  /** Selectors of absent numerators, and at how many evaluations. */
  readonly numerators: Map<string, number>
  /** Of those for which a constant stood in. */
  readonly stoodIn: Map<string, number>
  evaluations: number
}

export class EvidenceLog {
  readonly #query: Query
  readonly #recordings: readonly Recording[]
  readonly #logs: ReadonlyMap<AlertingRule, RuleLog>

  constructor(ruleFile: RuleFile | null, query: Query) {
    this.#query = query
    const recordings = ruleFile ? recordingRules(ruleFile) : []
    this.#recordings = recordingsAmong(
      recordings.map((rule) => ({ rule, expression: parseExpression(rule.expression) })),
    )
    this.#logs = new Map(
      (ruleFile ? alertingRules(ruleFile) : []).map((rule) => [
        rule,
        {
          condition: parseExpression(rule.expression),
          sides: stoodIn(parseExpression(rule.expression), this.#recordings),
          changes: [],
          untilSeconds: 0,
          numerators: new Map(),
          stoodIn: new Map(),
          evaluations: 0,
        },
      ]),
    )
  }

  /**
   * After the rules of the group were evaluated at that instant, for what they recorded counts.
   * @param failures why rules could not be evaluated
   */
  evaluate(
    { rules, queryOffsetSeconds }: RuleGroup,
    timestampMs: number,
    atSeconds: number,
    failures: ReadonlyMap<Rule, string>,
  ): void {
    for (const rule of rules) {
      const log = rule.kind === 'alerting' ? this.#logs.get(rule) : undefined
      const problem = failures.get(rule)
      if (log && problem !== undefined) note(log, [{ kind: 'failed', problem }], atSeconds)
      else if (log) note(log, this.#lacksAt(log, timestampMs - queryOffsetSeconds * 1e3), atSeconds)
    }
  }

  /** The selectors that found nothing at some evaluation. */
  missedSelectors(): readonly string[] {
    const logs = [...this.#logs.values()]
    const lacked = logs.flatMap(({ changes }) => selectorsIn(changes))
    return [...new Set([...lacked, ...logs.flatMap((log) => [...log.numerators.keys(), ...log.stoodIn.keys()])])]
  }

  /** @param series every series of the run, recorded ones included */
  evidenceOf(rule: AlertingRule, series: readonly Labels[]): AlertEvidence | null {
    const log = this.#logs.get(rule)
    if (!log || log.changes.length === 0) return null
    const { changes, untilSeconds, evaluations } = log
    const always = (counts: RuleLog['numerators']) =>
      [...counts].flatMap(([selector, count]) => (count === evaluations ? selector : []))
    const [absentNumerators, stoodIn] = [always(log.numerators), always(log.stoodIn)]
    const missed = [...new Set([...selectorsIn(changes), ...absentNumerators, ...stoodIn])].map((selector) =>
      missedSelector(selector, series),
    )
    return { changes, untilSeconds, missed, absentNumerators, stoodIn }
  }

  /** The histories with their evidence; rules in the order of the file, as the histories. */
  attach(histories: ReadonlyMap<AlertingRule, AlertHistory>, series: readonly Labels[]): readonly AlertHistory[] {
    return [...histories].map(([rule, history]) => ({ ...history, evidence: this.evidenceOf(rule, series) }))
  }

  #lacksAt(log: RuleLog, queriedAtMs: number): EvidenceChange['lacks'] {
    const elements = (expression: Expression) => this.#elements(expression, queriedAtMs)
    const evaluated = { elements, recordings: this.#recordings }
    const found = conditionLacks(log.condition, evaluated)
    if (found.lacks.length > 0) return found.lacks
    log.evaluations++
    countEach(found.absentNumerators, log.numerators)
    countEach([...new Set(log.sides.flatMap((side) => absentIn(side, evaluated)))], log.stoodIn)
    return found.lacks
  }

  #elements(expression: Expression, queriedAtMs: number): readonly InstantSample[] | null {
    try {
      return resultElements(this.#query(formatExpression(expression), queriedAtMs))
    } catch (error) {
      if (error instanceof EvaluationError) return null
      throw error
    }
  }
}

/** Of what was lacking; some may stand more than once. */
export function selectorsIn(changes: readonly EvidenceChange[]): readonly string[] {
  return changes.flatMap(({ lacks }) => lacks.flatMap((lack) => selectorOf(lack) ?? []))
}

function note(log: RuleLog, lacks: EvidenceChange['lacks'], atSeconds: number): void {
  log.untilSeconds = atSeconds
  if (JSON.stringify(log.changes.at(-1)?.lacks) !== JSON.stringify(lacks)) log.changes.push({ at: atSeconds, lacks })
}

function countEach(selectors: readonly string[], counts: Map<string, number>): void {
  for (const selector of selectors) counts.set(selector, (counts.get(selector) ?? 0) + 1)
}

/** @param series every series of the run, with its labels as stored */
export function missedSelector(selector: string, series: readonly Labels[]): MissedSelector {
  return { selector, instead: foundInstead(parsedSelector(selector), series) }
}

function parsedSelector(text: string): VectorSelector {
  const parsed = parseExpression(text)
  if (parsed.kind !== 'vectorSelector') throw new TypeError(`expected a selector, got a ${parsed.kind}`)
  return parsed
}
