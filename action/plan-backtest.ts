// What the GitHub action runs with `mode: backtest`: its inputs, all of them text, become one call of the command. Pure.

import { UserError } from '../core/user-error.ts'
import { splitWords } from './split-words.ts'

/** The inputs of action.yml as GitHub hands them over; empty where the workflow says nothing. */
export interface BacktestInputs {
  readonly rules: string
  readonly proposed: string
  readonly prometheus: string
  readonly data: string
  readonly from: string
  readonly expect: string
  readonly inconclusive: string
  readonly flags: string
  readonly out: string
}

export interface PlannedBacktest {
  /** The folder of its report. */
  readonly folder: string
  readonly args: readonly string[]
}

/** @throws UserError where no rule file is named */
export function planBacktest(inputs: BacktestInputs): PlannedBacktest {
  const rules = lines(inputs.rules)
  if (rules.length === 0) throw new UserError('rules: expected a rule file, one a line, got nothing')
  const folder = inputs.out.trim() || 'sla-reports'
  return {
    folder,
    args: [
      'backtest',
      ...rules.flatMap((file) => ['--rules', file]),
      ...flag('--proposed', inputs.proposed),
      ...flag('--prometheus', inputs.prometheus),
      ...flag('--data', inputs.data),
      ...flag('--from', inputs.from),
      ...lines(inputs.expect).flatMap((expectation) => ['--expect', expectation]),
      ...flag('--inconclusive', inputs.inconclusive),
      '--out',
      folder,
      ...splitWords(inputs.flags),
    ],
  }
}

function lines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function flag(name: string, value: string): string[] {
  return value.trim() === '' ? [] : [name, value.trim()]
}
