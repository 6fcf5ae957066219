import { describe, expect, it } from 'vitest'
import type { AlertHistory, AlertState } from '../../../core/run/alert.ts'
import { compareTransitions } from '../../../prometheus/local/compare-transitions.ts'

type Step = readonly [at: number, state: AlertState]

const history = (steps: readonly Step[], name = 'Slow'): AlertHistory => ({
  name,
  expression: 'x > 1',
  forSeconds: 30,
  keepFiringForSeconds: 0,
  transitions: steps.map(([at, state]) => ({ at, state, value: null })),
})

const compare = (ours: readonly Step[], theirs: readonly Step[]) =>
  compareTransitions([history(ours)], { name: 'embedded', alerts: [history(theirs)] }, 1)

describe('evaluators with the same states', () => {
  it('agree where each transition is within one interval of its counterpart', () => {
    const { agrees, transitions } = compare(
      [
        [0.4, 'inactive'],
        [31.4, 'pending'],
        [61.4, 'firing'],
        [120.4, 'inactive'],
      ],
      [
        [0.1, 'inactive'],
        [31.1, 'pending'],
        [62.1, 'firing'],
        [119.4, 'inactive'],
      ],
    )
    expect(agrees).toBe(true)
    expect(transitions).toMatchObject([
      { alert: 'Slow', state: 'pending', at: 31.4, controlAt: 31.1, agrees: true },
      { state: 'firing', at: 61.4, controlAt: 62.1, agrees: true },
      { state: 'inactive', at: 120.4, controlAt: 119.4, agrees: true },
    ])
    expect(transitions[1]?.differenceSeconds).toBeCloseTo(0.7, 9)
  })

  it('disagree where a transition is further off, which is marked', () => {
    const { agrees, transitions } = compare(
      [
        [0, 'inactive'],
        [10, 'pending'],
        [40, 'firing'],
      ],
      [
        [0, 'inactive'],
        [10, 'pending'],
        [43, 'firing'],
      ],
    )
    expect(agrees).toBe(false)
    expect(transitions.map((transition) => transition.agrees)).toEqual([true, false])
    expect(transitions[1]?.differenceSeconds).toBe(3)
  })

  it('agree where neither has a transition', () => {
    expect(compare([[0, 'inactive']], [[0.5, 'inactive']])).toMatchObject({ agrees: true, transitions: [] })
  })

  it('may begin with an active alert', () => {
    expect(compare([[0, 'firing']], [[0.5, 'firing']]).transitions).toMatchObject([{ state: 'firing', agrees: true }])
  })
})

describe('evaluators with different states', () => {
  it('list the transitions of only one of them, in the order of time', () => {
    const { agrees, transitions } = compare(
      [
        [0, 'inactive'],
        [10, 'pending'],
        [40, 'firing'],
      ],
      [
        [0, 'inactive'],
        [5, 'pending'],
        [6, 'inactive'],
        [10, 'pending'],
        [40, 'firing'],
      ],
    )
    expect(agrees).toBe(false)
    expect(transitions.map(({ state, at, controlAt }) => [state, at, controlAt])).toEqual([
      ['pending', null, 5],
      ['inactive', null, 6],
      ['pending', 10, 10],
      ['firing', 40, 40],
    ])
  })

  it('disagree in every transition of a rule that the control does not have', () => {
    const agreement = compareTransitions(
      [
        history([
          [0, 'inactive'],
          [3, 'pending'],
        ]),
      ],
      { name: 'embedded', alerts: [] },
      1,
    )
    expect(agreement.transitions).toMatchObject([{ state: 'pending', at: 3, controlAt: null, agrees: false }])
  })
})

it('compares rules that share a name in their order', () => {
  const alerts = [
    history([
      [0, 'inactive'],
      [3, 'pending'],
    ]),
    history([
      [0, 'inactive'],
      [9, 'pending'],
    ]),
  ]
  expect(compareTransitions(alerts, { name: 'embedded', alerts }, 1)).toMatchObject({
    agrees: true,
    transitions: [
      { at: 3, controlAt: 3 },
      { at: 9, controlAt: 9 },
    ],
  })
})
