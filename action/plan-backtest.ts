// What the GitHub action runs with `mode: backtest`: its inputs, all of them text, become one call of the command. Pure.

import { UserError } from '../core/user-error.ts'
import { DEFAULT_ROOT, inputFlag, inputLines } from './input-words.ts'
import { outOfFlags } from './out-of-flags.ts'
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
  const rules = inputLines(inputs.rules)
  if (rules.length === 0) throw new UserError('rules: expected a rule file, one a line, got nothing')
  const { out, flags } = outOfFlags(splitWords(inputs.flags))
  const folder = out ?? (inputs.out.trim() || DEFAULT_ROOT)
  return {
    folder,
    args: [
      'backtest',
      ...rules.flatMap((file) => ['--rules', file]),
      ...inputFlag('--proposed', inputs.proposed),
      ...inputFlag('--prometheus', inputs.prometheus),
      ...inputFlag('--data', inputs.data),
      ...inputFlag('--from', inputs.from),
      ...inputLines(inputs.expect).flatMap((expectation) => ['--expect', expectation]),
      ...inputFlag('--inconclusive', inputs.inconclusive),
      '--out',
      folder,
      ...flags,
    ],
  }
}
