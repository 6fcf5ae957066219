import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { viewReferences } from '../../scenario-file/reference-view.ts'

describe('viewReferences', () => {
  it('keeps the places of entries that have another type', () => {
    const { load, sla } = viewReferences({
      load: { phases: [5, { name: 'base', for: '2s' }] },
      sla: ['p95 < 1s', { during: 'base' }],
    })
    expect(load?.phases).toEqual([undefined, { name: 'base', for: 2, rate: 0, measured: true }])
    expect(sla).toEqual([{ objective: 'p95 < 1s' }, { during: 'base' }])
  })

  it('reads a part beside parts of another type', () => {
    const { server, prometheus } = viewReferences({
      server: { latency: 5, faults: [{ during: 'spike' }] },
      prometheus: [],
    })
    expect(server).toEqual({ latency: undefined, faults: [{ during: 'spike', restart: false }] })
    expect(prometheus).toBeUndefined()
  })

  it('accepts any value', () => {
    fc.assert(
      fc.property(fc.anything(), (file) => {
        expect(() => viewReferences(file)).not.toThrow()
      }),
    )
  })
})
