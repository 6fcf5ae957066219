import { expect, it } from 'vitest'
import { readLayouts } from '../../../commands/flags/layout-flags.ts'

const NOTE = 'bounds without a unit are seconds, so the first bucket ends at 100s; milliseconds are written 100ms'

it.each([
  ['100,200,300', [`layout 100,200,300: ${NOTE}`]],
  ['mine=100,200', [`layout mine: ${NOTE}`]],
  ['linear(100,100,5)', [`layout linear(100,100,5): ${NOTE}`]],
  ['100ms,200ms', []],
  ['15s,30s', []],
  ['0.1,0.2,20', []],
  ['native(4)', []],
  ['prom-client', []],
])('notes of --layout %s what was probably meant', async (text, notes) => {
  const said: string[] = []
  await readLayouts([text], (sentence) => said.push(sentence))
  expect(said).toEqual(notes)
})
