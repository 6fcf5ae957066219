import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ActiveAlerts, stepAlerts } from '../../../prometheus/alerting/alert-state.ts'
import { RuleError } from '../../../prometheus/alerting/rule-error.ts'

const T = 1_700_000_000_000
const NOTHING: ActiveAlerts = new Map()

interface Timeline {
  readonly forSeconds: number
  readonly keepFiringForSeconds: number
}

/** One letter an evaluation, one a second: the expression returns an element (x) or not (.). */
function statesOf(returned: string, timing: Timeline): string {
  let active = NOTHING
  return [...returned]
    .map((letter, second) => {
      const elements = letter === 'x' ? [{ labels: { alertname: 'A' }, value: second }] : []
      active = stepAlerts(timing, active, elements, T + second * 1000)
      return [...active.values()][0]?.state.charAt(0) ?? '.'
    })
    .join('')
}

describe('the states of one label set: (p)ending, (f)iring or inactive (.)', () => {
  it.each([
    ['fires at the first evaluation without for', 0, 0, '..xx..', '..ff..'],
    ['is pending until for has passed, the instant included', 3, 0, '.xxxxx..', '.pppff..'],
    ['forgets a pending alert that is missed once', 3, 0, 'xxx.xxxx.', 'ppp.pppf.'],
    ['keeps a firing alert while less than keep_firing_for has passed', 2, 3, 'xxx......', 'ppffff...'],
    ['starts keep_firing_for anew at every return', 1, 2, 'xx.x..x...', 'pffffffff.'],
    ['does not keep a pending alert', 2, 5, 'xx...', 'pp...'],
    ['fires anew only after for once it has resolved', 2, 0, 'xxx.xxx', 'ppf.ppf'],
  ])('%s', (_, forSeconds, keepFiringForSeconds, returned, states) => {
    expect(statesOf(returned, { forSeconds, keepFiringForSeconds })).toBe(states)
  })

  it('counts an element that is NaN as returned', () => {
    const timing = { forSeconds: 0, keepFiringForSeconds: 0 }
    const active = stepAlerts(timing, NOTHING, [{ labels: {}, value: Number.NaN }], T)
    expect([...active.values()]).toEqual([
      { labels: {}, state: 'firing', activeAtMs: T, missingSinceMs: null, value: Number.NaN },
    ])
  })

  it('measures for by time, not by the number of evaluations', () => {
    const timing = { forSeconds: 30, keepFiringForSeconds: 0 }
    const element = [{ labels: {}, value: 1 }]
    const pending = stepAlerts(timing, NOTHING, element, T)
    expect([...stepAlerts(timing, pending, element, T + 29_999).values()][0]?.state).toBe('pending')
    expect([...stepAlerts(timing, pending, element, T + 30_000).values()][0]?.state).toBe('firing')
  })
})

describe('several label sets', () => {
  const timing = { forSeconds: 2, keepFiringForSeconds: 0 }
  const at = (...routes: string[]) => routes.map((route) => ({ labels: { alertname: 'A', route }, value: 1 }))

  it('change state independently', () => {
    let active = NOTHING
    const steps = [at('/a'), at('/a', '/b'), at('/b', '/a'), at('/b'), at('/b')]
    const states = steps.map((elements, second) => {
      active = stepAlerts(timing, active, elements, T + second * 1000)
      return [...active.values()].map(({ labels, state }) => `${labels.route} ${state}`).sort()
    })
    expect(states).toEqual([
      ['/a pending'],
      ['/a pending', '/b pending'],
      ['/a firing', '/b pending'],
      ['/b firing'],
      ['/b firing'],
    ])
  })

  it('fail the rule where two are equal', () => {
    expect(() => stepAlerts(timing, NOTHING, at('/a', '/a'), T)).toThrow(
      new RuleError('two results have the same labels once those of the rule are applied'),
    )
  })
})

it('follows the definition at random timings', () => {
  const letters = fc.array(fc.constantFrom('x', '.'), { maxLength: 40 }).map((all) => all.join(''))
  fc.assert(
    fc.property(letters, fc.nat(6), fc.nat(6), (returned, forSeconds, keepFiringForSeconds) => {
      const states = statesOf(returned, { forSeconds, keepFiringForSeconds })
      for (let i = 0; i < returned.length; i++) {
        const run = /x*$/.exec(returned.slice(0, i + 1))?.[0].length ?? 0
        const gap = /\.*$/.exec(returned.slice(0, i + 1))?.[0].length ?? 0
        const wasFiring = states[i - 1] === 'f'
        if (run > 0) expect(states[i]).toBe(wasFiring || run - 1 >= forSeconds ? 'f' : 'p')
        else expect(states[i]).toBe(wasFiring && gap - 1 < keepFiringForSeconds ? 'f' : '.')
      }
    }),
  )
})
