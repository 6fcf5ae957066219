// Whether the condition of an alert had anything to compare at some evaluation: its series may be there and yet have no
// partners, no buckets or no number among them, at every one. Asked until it was so once.

import type { Lack } from '../../../core/run/alert-evidence.ts'
import { conditionLacks, type Evaluated, type Recording } from '../../alerting/evidence/condition-lacks.ts'
import { EvaluationError } from '../../promql/evaluate/evaluation-error.ts'
import type { Expression } from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import type { RuleView } from './rule-view.ts'

export class ConditionData {
  readonly #condition: Expression
  readonly #view: RuleView
  readonly #recordings: readonly Recording[]
  /** What was asked before, each once: the view remembers what it makes of an expression. */
  readonly #asked = new Map<string, Expression>()
  #lacks: readonly Lack[] = []
  #isFound = false

  constructor(condition: Expression, view: RuleView, recordings: readonly Recording[]) {
    this.#condition = condition
    this.#view = view
    this.#recordings = recordings
  }

  /** What it lacked when it was last asked; empty where it had data once, or never was asked. */
  get lacks(): readonly Lack[] {
    return this.#isFound ? [] : this.#lacks
  }

  note(queriedAtMs: number): void {
    if (this.#isFound) return
    const elements: Evaluated['elements'] = (expression) => this.#elements(expression, queriedAtMs)
    this.#lacks = conditionLacks(this.#condition, { elements, recordings: this.#recordings }).lacks
    this.#isFound = this.#lacks.length === 0
  }

  #elements(expression: Expression, queriedAtMs: number): ReturnType<Evaluated['elements']> {
    const text = formatExpression(expression)
    const asked = this.#asked.get(text) ?? expression
    this.#asked.set(text, asked)
    try {
      return this.#view.drawnAt(asked, queriedAtMs)
    } catch (error) {
      if (error instanceof EvaluationError) return null
      throw error
    }
  }
}
