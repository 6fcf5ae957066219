// What makes the requests of a plan: nothing that is not needed. A plan in which nothing varies has its requests fixed.

import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { DataRows } from '../data/data-rows.ts'
import { FixedRequests } from './fixed-requests.ts'
import { GeneratedValues } from './generated-values.ts'
import type { RequestSource } from './request-source.ts'
import type { ValueSource } from './value-source.ts'
import { VaryingRequests } from './varying-requests.ts'

/** The source of `${values.…}`. */
export const VALUES = 'values'

export interface OpenRequests {
  readonly source: RequestSource
  /** An arrival with this turn of a data set is due soon. */
  expectTurn(dataSet: number, turn: number): void
  /** Closes the files. */
  close(): void
}

/** @throws UserError where a request cannot be sent as it is written, or a file cannot be opened */
export function openRequests(plan: LoadPlan): OpenRequests {
  if (!plan.requests.some(({ varies }) => varies))
    return { source: new FixedRequests(plan), expectTurn: () => {}, close: () => {} }
  const { data = [], values = [], seed } = plan
  const rows = data.map((dataSet, index) => new DataRows(dataSet, index, seed))
  const sources = new Map<string, ValueSource>([
    ...data.map(({ name }, index): [string, ValueSource] => [name, rows[index] as DataRows]),
    [VALUES, new GeneratedValues(values, seed, Date.now)],
  ])
  return {
    source: new VaryingRequests(plan, sources),
    expectTurn: (dataSet, turn) => rows[dataSet]?.expect(turn),
    close: () => {
      for (const each of rows) each.close()
    },
  }
}
