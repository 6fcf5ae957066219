// Asks whoever sits at the terminal. Questions go to stderr, so that stdout has the result alone.

import { cancel, select, text } from '@clack/prompts'
import type { Asker } from '../../harness/init/init-options.ts'

/** Somebody pressed Ctrl-C in place of an answer. */
export class Declined extends Error {}

export function askOnTerminal(output: NodeJS.WriteStream): Asker {
  return {
    async text({ message, initial, mistakeIn }) {
      const answer = await text({
        message,
        placeholder: initial,
        defaultValue: initial,
        validate: (given) => mistakeIn(given === undefined || given === '' ? initial : given) ?? undefined,
        output,
      })
      return answered(answer, output) ?? initial
    },
    async choose({ message, choices, initial }) {
      return answered(await select({ message, options: [...choices], initialValue: initial, output }), output)
    },
  }
}

function answered<Given>(answer: Given, output: NodeJS.WriteStream): Exclude<Given, symbol> {
  if (typeof answer !== 'symbol') return answer as Exclude<Given, symbol>
  cancel('Nothing was written.', { output })
  throw new Declined()
}
