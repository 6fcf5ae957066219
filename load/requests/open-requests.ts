// What makes the requests of a plan: nothing that is not needed. A plan in which nothing varies has its requests fixed.

import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { DataRows } from '../data/data-rows.ts'
import { FixedRequests } from './fixed-requests.ts'
import { GeneratedValues } from './generated-values.ts'
import type { RequestSource } from './request-source.ts'
import type { ValueSource, ValueSources } from './value-source.ts'
import { VaryingRequests } from './varying-requests.ts'

/** The sources of `${values.…}`, `${captured.…}` and `${setup.…}`. */
export const VALUES = 'values'
export const CAPTURED = 'captured'
export const SETUP = 'setup'

export interface OpenRequests {
  readonly source: RequestSource
  /** An arrival with this turn of a data set is due soon. */
  expectTurn(dataSet: number, turn: number): void
  /** Closes the files. */
  close(): void
}

/**
 * @param brought by answers: what was captured
 * @throws UserError where a request cannot be sent as it is written, or a file cannot be opened
 */
export function openRequests(plan: LoadPlan, brought: ValueSources = new Map()): OpenRequests {
  if (!plan.requests.some(({ varies }) => varies))
    return { source: new FixedRequests(plan), expectTurn: () => {}, close: () => {} }
  const { data = [], values = [], seed } = plan
  const rows = data.map((dataSet, index) => new DataRows(dataSet, index, seed))
  const sources = new Map<string, ValueSource>([
    ...data.map(({ name }, index): [string, ValueSource] => [name, rows[index] as DataRows]),
    [VALUES, new GeneratedValues(values, seed, Date.now)],
    ...brought,
  ])
  return {
    source: new VaryingRequests(plan, sources),
    expectTurn: (dataSet, turn) => rows[dataSet]?.expect(turn),
    close: () => {
      for (const each of rows) each.close()
    },
  }
}
