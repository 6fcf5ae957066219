import { describe, expect, it } from 'vitest'
import { stateChanges } from '../../../../prometheus/api/collect/alert-series.ts'
import type { Series } from '../../../../prometheus/series/series.ts'

const states = (alertstate: 'pending' | 'firing', instants: readonly number[], more = {}): Series => ({
  labels: { __name__: 'ALERTS', alertname: 'Slow', alertstate, ...more },
  samples: instants.map((timestampMs) => ({ timestampMs, value: 1 })),
})

const since = (sinceSeconds: number, instants: readonly number[]): Series => ({
  labels: { __name__: 'ALERTS_FOR_STATE', alertname: 'Slow' },
  samples: instants.map((timestampMs) => ({ timestampMs, value: sinceSeconds })),
})

const evaluations = { firstMs: 1000, lastMs: 20_000, intervalMs: 1000 }
const story = (series: readonly Series[], activeSince: readonly Series[] = [], when = evaluations) =>
  stateChanges({ states: series, activeSince }, when).map(({ atMs, state }) => [atMs, state])

describe('the state changes of an alert', () => {
  it('are only inactive where it was never active', () => {
    expect(story([])).toEqual([[1000, 'inactive']])
  })

  it('go from pending to firing to resolved, at the evaluation after its last sample', () => {
    expect(story([states('pending', [5000, 6000]), states('firing', [7000, 8000, 9000])])).toEqual([
      [1000, 'inactive'],
      [5000, 'pending'],
      [7000, 'firing'],
      [10_000, 'inactive'],
    ])
  })

  it('end with an active state that lasts to the last evaluation', () => {
    expect(story([states('firing', [19_000, 20_000])])).toEqual([
      [1000, 'inactive'],
      [19_000, 'firing'],
    ])
  })

  it('begin with the state at the start of the run, without earlier changes', () => {
    expect(story([states('pending', [-1000, 0]), states('firing', [1000, 2000])])).toEqual([
      [1000, 'firing'],
      [3000, 'inactive'],
    ])
  })

  it('include a start whose first evaluation is known only roughly', () => {
    const when = { ...evaluations, firstMs: 1012 }
    expect(story([states('firing', [1000, 2000])], [], when)[0]).toEqual([1000, 'firing'])
  })

  it('are those of the most severe of several label sets', () => {
    const series = [
      states('pending', [5000, 6000, 7000], { instance: 'a' }),
      states('firing', [6000], { instance: 'b' }),
    ]
    expect(story(series)).toEqual([
      [1000, 'inactive'],
      [5000, 'pending'],
      [6000, 'firing'],
      [7000, 'pending'],
      [8000, 'inactive'],
    ])
  })
})

describe('a gap in the samples', () => {
  it('is an end and a new start where the alert became active later', () => {
    const series = [states('pending', [5000, 6000, 9000])]
    const active = [since(5, [5000, 6000]), since(9, [9000])]
    expect(story(series, active)).toEqual([
      [1000, 'inactive'],
      [5000, 'pending'],
      [7000, 'inactive'],
      [9000, 'pending'],
      [10_000, 'inactive'],
    ])
  })

  it('is missed evaluations where the alert was active before', () => {
    expect(story([states('firing', [5000, 6000, 9000, 10_000])], [since(5, [5000, 6000, 9000, 10_000])])).toEqual([
      [1000, 'inactive'],
      [5000, 'firing'],
      [11_000, 'inactive'],
    ])
  })

  it('is an end where the server does not write ALERTS_FOR_STATE', () => {
    expect(story([states('firing', [5000, 7000])]).map(([, state]) => state)).toEqual([
      'inactive',
      'firing',
      'inactive',
      'firing',
      'inactive',
    ])
  })

  it('is an end within one second, because the series has whole seconds only', () => {
    const when = { firstMs: 200, lastMs: 2000, intervalMs: 200 }
    expect(story([states('pending', [600, 1000])], [since(0, [600, 1000])], when).map(([at]) => at)).toEqual([
      200, 600, 800, 1000, 1200,
    ])
  })
})
