import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutOffMachines, type MachineReach } from '../../../load/losses/cut-off-machines.ts'

/** By phase: requests without a connection, and answers. */
function reached(host: string | null, ...phases: (readonly [unconnected: number, answered: number])[]): MachineReach {
  return {
    machine: host === null ? null : { name: `g-${host}`, host },
    reach: { unconnected: phases.map(([each]) => each), answered: phases.map(([, each]) => each) },
  }
}

const cut = (each: readonly MachineReach[], phases = [true]) => cutOffMachines(each, phases)

describe('machines that are cut off from the service', () => {
  it('are those that got no connection in a phase in which others got each of theirs', () => {
    expect(
      cut(
        [reached('a', [0, 50], [0, 700]), reached('b', [20, 30], [495, 110]), reached('c', [0, 50], [0, 9])],
        [true, true],
      ),
    ).toEqual([
      {
        kind: 'machines-cut-off',
        machines: [{ name: 'g-b', host: 'b' }],
        phases: [0, 1],
        requests: 515,
        answeredElsewhere: 800,
      },
    ])
  })

  it.each([
    ['where each got its connections', [reached('a', [0, 50]), reached('b', [0, 50])]],
    ['where none got any', [reached('a', [50, 0]), reached('b', [50, 0])]],
    ['where the others had too few answers to tell', [reached('a', [0, 19]), reached('b', [50, 0])]],
    ['where it may be chance that one alone got none', [reached('a', [0, 50]), reached('b', [19, 30])]],
    [
      'where a third one was refused now and then, as a service does that has too many',
      [reached('a', [0, 50]), reached('b', [50, 0]), reached('c', [3, 47])],
    ],
    ['where they are on one host, and have one way', [reached('a', [0, 50]), reached('a', [50, 0])]],
    ['where they are threads', [reached(null, [0, 50]), reached(null, [50, 0])]],
  ])('are none %s', (_, each) => {
    expect(cut(each)).toEqual([])
  })

  it('are not looked for in phases that are not measured', () => {
    expect(cut([reached('a', [0, 50]), reached('b', [50, 0])], [false])).toEqual([])
  })

  it('are all generators of such a host', () => {
    const [found] = cut([reached('a', [0, 50]), reached('b', [50, 0]), reached('b', [0, 0])])
    expect(found?.machines).toHaveLength(2)
  })

  it('are none where a service refuses each connection with the same chance', () => {
    const share = fc.record({ refused: fc.double({ min: 0.01, max: 1, noNaN: true }), seed: fc.integer() })
    fc.assert(
      fc.property(share, fc.integer({ min: 2, max: 6 }), ({ refused, seed }, hosts) => {
        const random = lcg(seed)
        const each = Array.from({ length: hosts }, (_, host) => {
          const unconnected = Array.from({ length: 200 }, random).filter((draw) => draw < refused).length
          return reached(String(host), [unconnected, 200 - unconnected])
        })
        expect(cut(each)).toEqual([])
      }),
      { numRuns: 200, seed: 4 },
    )
  })
})

function lcg(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
