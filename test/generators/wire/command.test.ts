import { describe, expect, it } from 'vitest'
import { type Command, commandBytes, readCommand } from '../../../generators/wire/command.ts'
import { pieceBytes, pieceWantedBytes, readPiece, readPieceWanted } from '../../../generators/wire/file-piece.ts'
import { commandLaterBy } from '../../../generators/wire/translate-instants.ts'
import { valueBytes } from '../../../generators/wire/value-bytes.ts'
import { PROTOCOL_VERSION, type ToGenerator } from '../../../load/generator/protocol.ts'
import { shardPlan } from '../../../load/generator/shard-plan.ts'
import { loadPlan } from '../../support/load-plan.ts'
import { plannedData } from '../../support/planned-data.ts'

const version = PROTOCOL_VERSION
const SETUP = { generation: 3, captured: { token: '"abc"' } }
const DATA = plannedData({ text: 'name\nZoë\n' })
const START: ToGenerator = {
  version,
  type: 'start-segment',
  firstPhase: 0,
  endPhase: 2,
  startSeconds: 12.5,
  epochSeconds: 10,
  timers: 'sparing',
}

function asked(message: ToGenerator): Command {
  return { kind: 'protocol', message, offsetSeconds: -0.25 }
}

describe('a command', () => {
  it.each<[string, Command]>([
    ['to begin', { kind: 'begin', run: 'r', results: 'sla-harness.result.r.0' }],
    ['to fetch files', { kind: 'files', files: [{ file: '/a.csv', bytes: 3, sha256: 'a'.repeat(64) }] }],
    ['to prepare', asked(shardPlan(loadPlan('http://127.0.0.1', { data: [DATA] }), SETUP)[0]!)],
    ['to start', asked(START)],
    ['to use what the setup captured anew', asked({ version, type: 'setup-renewed', setup: SETUP })],
    ['to stop', asked({ version, type: 'stop' })],
    ['to end', { kind: 'end' }],
    ['to go', { kind: 'release' }],
    ['to wait for another', { kind: 'let-go' }],
  ])('comes as it was sent: %s', (_, command) => {
    expect(readCommand(commandBytes(command))).toStrictEqual(command)
  })

  it.each([
    ['nothing of the kind', { kind: 'dance' }, 'kind'],
    [
      'a message of another version',
      { kind: 'protocol', offsetSeconds: 0, message: { ...START, version: 2 } },
      'message.version',
    ],
    ['no plan', { kind: 'protocol', offsetSeconds: 0, message: { version, type: 'prepare' } }, 'message.plan'],
    ['no hash', { kind: 'files', files: [{ file: '/a', bytes: 1, sha256: '../a' }] }, 'files.0.sha256'],
  ])('is refused where it is %s', (_, command, place) => {
    expect(() => readCommand(valueBytes(command))).toThrow(
      `a command to a generator: expected one of the protocol, got ${place}`,
    )
  })
})

describe('a piece of a file', () => {
  it('comes as it was sent', () => {
    const wanted = { sha256: 'a', offset: 4, bytes: 2 }
    expect(readPieceWanted(pieceWantedBytes(wanted))).toEqual(wanted)
    expect(readPiece(pieceBytes({ bytes: Uint8Array.of(1, 2) }))).toEqual({ bytes: Uint8Array.of(1, 2) })
    expect(readPiece(pieceBytes({ refused: 'no' }))).toEqual({ refused: 'no' })
  })

  it('is refused where it is something else', () => {
    expect(() => readPieceWanted(valueBytes({ sha256: 'a', offset: -1, bytes: 2 }))).toThrow(
      'expected which one is wanted',
    )
    expect(() => readPiece(valueBytes({ bytes: 'abc' }))).toThrow('expected its bytes')
  })
})

describe('an instant on another clock', () => {
  it('is later by what that clock is ahead, and all else stays', () => {
    expect(commandLaterBy(START, 100)).toEqual({ ...START, startSeconds: 112.5, epochSeconds: 110 })
    expect(commandLaterBy({ version, type: 'stop' }, 100)).toEqual({ version, type: 'stop' })
  })
})
