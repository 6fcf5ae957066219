// When the bundled server was kept waiting for a core. Its latencies are simulated by timers: a process that is not woken
// in time answers later than its script says, and a queue behind it grows. What another service takes of a core is its own
// doing; what other programs take from the bundled one is not.

import type { CoreWait } from '../../core/run/exact-record.ts'
import { joinedSpells, type Spell } from './spell.ts'

/** From this share of a second on: below a tenth beside one busy program on two cores, 0.2 to 0.8 beside four. */
const STARVED_SHARE = 0.2

/** What a finding says that rests on such a spell. */
export const STARVED =
  'The bundled server was kept waiting for a core by other programs, so that it was slower than its script: whether it would have been that slow by itself is not known.'

/** Ascending; spells that touch are one. */
export function starvedSpells(waits: readonly CoreWait[]): Spell[] {
  return joinedSpells(waits.filter(({ share }) => share >= STARVED_SHARE))
}
