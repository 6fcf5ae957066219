// Which row a turn gets. Turns of a data set are counted over the run, and each knows its number by itself: so the rows
// depend neither on how many generators there are nor on which of them is faster.

import { randomStream } from '../random.ts'
import type { PlannedData } from './data-set.ts'

/** @param turn from 0; where each row is handed out once, below the number of rows */
export function rowOfTurn(
  { name, order, rows }: Pick<PlannedData, 'name' | 'order' | 'rows'>,
  turn: number,
  seed: number,
): number {
  if (order === 'random') return Math.floor(randomStream(seed, `data/${name}/${turn}`)() * rows)
  return turn % rows
}
