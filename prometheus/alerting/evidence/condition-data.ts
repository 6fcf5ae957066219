// Whether the condition of an alert had anything to compare at some evaluation: its series may be there and yet have no
// partners, no buckets or no number among them, at every one. Asked until it was so once.
//
// A ratio without a numerator counts as 0, for errors do not exist before the first one. That is silence, and yet no proof that
// it could have held: where they do come, and then have no partners, it could not.

import { type ConditionSeen, NO_CONDITION_SEEN, seenInBoth } from '../../../core/condition-seen.ts'
import { EvaluationError } from '../../promql/evaluate/evaluation-error.ts'
import type { InstantSample } from '../../promql/evaluate/instant-sample.ts'
import type { Expression } from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { parseExpression } from '../../promql/parse/parse-expression.ts'
import { conditionLacks, type Evaluated } from './condition-lacks.ts'
import type { Recording } from './recording.ts'

export class ConditionData {
  readonly #condition: Expression
  readonly #recordings: readonly Recording[]
  /** What was asked before, each once: who answers may remember what it makes of an expression. */
  readonly #asked = new Map<string, Expression>()
  #seen = NO_CONDITION_SEEN
  /** Selectors of numerators that found nothing when it was last asked, where the ratio was taken as 0. */
  #absent: readonly Expression[] = []

  constructor(condition: Expression, recordings: readonly Recording[]) {
    this.#condition = condition
    this.#recordings = recordings
  }

  get seen(): ConditionSeen {
    return this.#seen
  }

  /** Whether it had data once: nothing is to be asked any more. */
  get isFound(): boolean {
    return this.#seen.couldHold
  }

  /** @param elementsOf what an expression returns at an evaluation. @throws EvaluationError where it would fail */
  note(elementsOf: (expression: Expression) => readonly InstantSample[] | null): void {
    if (this.isFound) return
    const elements: Evaluated['elements'] = (expression) => {
      try {
        return elementsOf(this.#sameOf(expression))
      } catch (error) {
        if (error instanceof EvaluationError) return null
        throw error
      }
    }
    const isThere = (selector: Expression) => elements(selector)?.length !== 0
    if (this.#absent.length > 0 && !this.#absent.some(isThere)) return
    const { lacks, absentNumerators } = conditionLacks(this.#condition, { elements, recordings: this.#recordings })
    this.#absent = absentNumerators.map(parseExpression)
    const wasZero = absentNumerators.length > 0
    this.#seen = seenInBoth(this.#seen, { couldHold: lacks.length === 0 && !wasZero, wasZero, lacks })
  }

  #sameOf(expression: Expression): Expression {
    const text = formatExpression(expression)
    const asked = this.#asked.get(text) ?? expression
    this.#asked.set(text, asked)
    return asked
  }
}
