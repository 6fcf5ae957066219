import { describe, expect, it } from 'vitest'
import { type JournalEntry, journalBytes, readJournalEntry } from '../../../generators/wire/journal-entry.ts'
import { valueBytes } from '../../../generators/wire/value-bytes.ts'

const SEGMENT: JournalEntry = {
  kind: 'segment',
  firstPhase: 0,
  endPhase: 2,
  startSeconds: 12.5,
  epochSeconds: 12.25,
  epochAtUnixMs: 1_764_212_000_000.5,
  timers: 'sparing',
}

describe('an entry in the journal of a run', () => {
  it('comes back as it was', () => {
    const lost: JournalEntry = {
      kind: 'lost',
      generator: 1,
      reason: 'it fell silent',
      noticedSeconds: 3.5,
      messages: 4,
    }
    for (const entry of [SEGMENT, lost]) expect(readJournalEntry(journalBytes(entry), '1.0.0')).toEqual(entry)
  })

  it('of another version of the program is refused by name, whatever else it holds', () => {
    const bytes = valueBytes({ kind: 'run', versions: { wire: 9, protocol: 9, program: '0.0.1' }, unheard: true })
    expect(() => readJournalEntry(bytes, '1.0.0')).toThrow(
      'expected a run that was led by version 1.0.0 of the program, as this one is, got 0.0.1',
    )
  })

  it.each([
    ['another kind', { kind: 'other' }, /kind/],
    [
      'a generator before the first',
      { kind: 'lost', generator: -1, reason: '', noticedSeconds: 0, messages: 0 },
      /generator/,
    ],
    ['a segment without its start', { ...SEGMENT, startSeconds: undefined }, /startSeconds/],
    ['no entry at all', 'text', /expected one of this version/],
  ])('that is %s is refused', (_, value, message) => {
    expect(() => readJournalEntry(valueBytes(value), '1.0.0')).toThrow(message)
  })
})
