import { describe, expect, it } from 'vitest'
import {
  callBytes,
  type Hello,
  ownVersions,
  readAgentAlive,
  readClaim,
  readClaimAnswer,
  readCoordinatorAlive,
  readHello,
  readVersions,
  versionConflict,
} from '../../../generators/wire/call.ts'

const HELLO: Hello = {
  ...ownVersions('1.2.3'),
  id: 'a1',
  name: 'a',
  host: 'here',
  processId: 1,
  node: 'v20.19.0',
  cores: 2,
  openFiles: null,
  run: null,
  isBusy: false,
}

describe('a call', () => {
  it('is read as it was written', () => {
    const claim = { ...ownVersions('1.2.3'), run: 'r', generator: 0, generators: 2 }
    expect(readHello(callBytes(HELLO))).toEqual(HELLO)
    expect(readClaim(callBytes(claim))).toEqual(claim)
    expect(readClaimAnswer(callBytes({ accepted: false, reason: 'busy' }))).toEqual({ accepted: false, reason: 'busy' })
    const alive = { kind: 'generator', delivered: 4, failure: null } as const
    expect(readAgentAlive(callBytes(alive))).toEqual(alive)
    expect(readCoordinatorAlive(callBytes({ kind: 'coordinator', lost: [1] }))).toMatchObject({ lost: [1] })
  })

  it('is refused where it is none, or something else', () => {
    expect(() => readHello(Buffer.from('hello'))).toThrow('the answer of a generator: expected JSON, got 5 other bytes')
    expect(() => readHello(callBytes({ accepted: true }))).toThrow(
      'the answer of a generator: expected what this version',
    )
    expect(() => readAgentAlive(callBytes({ kind: 'coordinator', lost: [] }))).toThrow('a sign of life of a generator')
  })

  it('tells its versions whatever else stands in it', () => {
    const later = Buffer.from('{"wire":7,"protocol":9,"program":"3.0.0","news":true}')
    expect(readVersions(later)).toEqual({ wire: 7, protocol: 9, program: '3.0.0' })
  })
})

describe('two sides', () => {
  const own = ownVersions('1.2.3')

  it('work together where they are of one version', () => {
    expect(versionConflict(own, { ...own })).toBeNull()
  })

  it.each([
    [
      { ...own, wire: 2 },
      `expected the generator protocol 1.1 (version 1.2.3 of the program), got 2.1 (version 1.2.3)`,
    ],
    [{ ...own, protocol: 3, program: '2.0.0' }, 'got 1.3 (version 2.0.0)'],
    [{ ...own, program: '1.2.4' }, 'expected version 1.2.3 of the program, got 1.2.4'],
  ])('name both versions where they are not', (theirs, said) => {
    expect(versionConflict(own, theirs)).toContain(said)
  })
})
