// What to do next after a run, for programs.

import type { Advice } from '../../core/report/advice.ts'
import { jsonText } from '../json/json-text.ts'
import type { AdviceOfRun } from './render-advice.ts'

/** The version of this output: keys may be added without a new one. */
const ADVICE_VERSION = 1

export interface AdviceDocument {
  readonly adviceVersion: number
  readonly scenario: string
  readonly startedAt: string
  readonly folder: string
  readonly verdict: AdviceOfRun['report']['verdict']
  /** There where the run was simulated: what is advised is about a model. */
  readonly simulated?: true
  /** What matters most first. */
  readonly advice: readonly Advice[]
}

export function adviceJson({ report, advice }: AdviceOfRun): string {
  const { verdict, scenario, run, simulation } = report
  const document: AdviceDocument = {
    adviceVersion: ADVICE_VERSION,
    scenario: scenario.name,
    startedAt: run.startedAt,
    folder: run.folder,
    verdict,
    ...(simulation === undefined ? {} : { simulated: true as const }),
    advice,
  }
  return jsonText(document)
}
