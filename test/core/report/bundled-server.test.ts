import { describe, expect, it } from 'vitest'
import { bundledServer } from '../../../core/report/bundled-server.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'

const { scenario } = SAMPLE_REPORTS['passing-spike']
const lab = { name: 'lab', upperBounds: [0.1, 0.3] }
const constant = { kind: 'constant', seconds: 0.2 } as const

describe('bundledServer', () => {
  it('reads the typed field of a report', () => {
    const service = { kind: 'bundled', latency: constant, layout: lab } as const
    expect(bundledServer({ ...scenario, service })).toEqual({ latency: constant, layoutName: 'lab' })
  })

  it('is null for a target, whatever the resolved scenario says', () => {
    const resolved = { service: { behaviour: { latency: constant, layout: lab } } }
    expect(bundledServer({ ...scenario, resolved, service: { kind: 'target' } })).toBeNull()
  })

  it.each([
    ['both facts', { latency: constant, layout: lab }, { latency: constant, layoutName: 'lab' }],
    ['only a layout', { layout: lab }, { latency: null, layoutName: 'lab' }],
    ['an unknown model', { latency: { kind: 'quantum' }, layout: lab }, { latency: null, layoutName: 'lab' }],
    ['a layout without a name', { latency: constant, layout: { name: '' } }, { latency: constant, layoutName: null }],
  ])('reads %s from the resolved scenario of a report of 0.1', (_, behaviour, expected) => {
    const resolved = { service: { kind: 'bundled', behaviour } }
    expect(bundledServer({ ...scenario, resolved })).toEqual(expected)
  })

  it.each([[null], ['text'], [{}], [{ service: null }], [{ service: { kind: 'target', target: {} } }]])(
    'is null if the resolved scenario is %j',
    (resolved) => {
      expect(bundledServer({ ...scenario, resolved })).toBeNull()
    },
  )
})
