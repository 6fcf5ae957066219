import { describe, expect, it } from 'vitest'
import type { AlertState } from '../../../core/run/alert.ts'
import { type AlertStory, alertStory } from '../../../reports/figures/alert-story.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'

const { alerts, load } = SAMPLE_REPORTS['passing-spike']
const [alert] = alerts
const PHASES = load.phases

function story(transitions: readonly (readonly [at: number, state: AlertState])[], most = 6): AlertStory {
  if (alert === undefined) throw new Error('the sample has an alert')
  return alertStory(
    { ...alert, transitions: transitions.map(([at, state]) => ({ at, state, value: null })) },
    PHASES,
    most,
  )
}

function words({ beginning, hidden, end, ongoing }: AlertStory): string {
  const told = (steps: AlertStory['end']) => steps.map(({ state, when }) => `${state} ${when}`.trim())
  return [...told(beginning), ...(hidden > 0 ? [`(${hidden})`] : []), ...told(end), ...(ongoing ? ['…'] : [])].join(
    ', ',
  )
}

describe('alertStory', () => {
  it.each([
    {
      sentence: 'tells each change by the phase it happened in',
      transitions: [
        [0.5, 'inactive'],
        [34.6, 'pending'],
        [64.6, 'firing'],
        [96.6, 'inactive'],
      ] as const,
      told: 'inactive, pending 9.6s into spike, firing 19.6s into recovery, resolved 51.6s into recovery',
    },
    {
      sentence: 'does not call it resolved what never fired',
      transitions: [
        [0, 'inactive'],
        [26, 'pending'],
        [27, 'inactive'],
      ] as const,
      told: 'inactive, pending 1s into spike, inactive 2s into spike',
    },
    {
      sentence: 'counts what comes after the last phase to it',
      transitions: [
        [0, 'inactive'],
        [110, 'pending'],
      ] as const,
      told: 'inactive, pending 65s into recovery, …',
    },
    {
      sentence: 'tells when an alert was on from the start',
      transitions: [[0.5, 'firing']] as const,
      told: 'firing 500ms into warm-up, …',
    },
    { sentence: 'is empty where there was no transition', transitions: [] as const, told: '' },
  ])('$sentence', ({ transitions, told }) => {
    expect(words(story(transitions))).toBe(told)
  })

  it('shows the beginning and the end of a long story', () => {
    const flapping = Array.from({ length: 9 }, (_, i) => [i, i % 2 === 0 ? 'inactive' : 'firing'] as const)
    expect(words(story(flapping, 4))).toBe(
      'inactive, firing 1s into warm-up, (5), firing 2s into baseline, resolved 3s into baseline',
    )
  })

  it('gives the time of the run where there are no phases', () => {
    if (alert === undefined) throw new Error('the sample has an alert')
    expect(alertStory(alert, [], 6).beginning[1]).toEqual({ state: 'pending', when: 'at 34.6s' })
  })
})
