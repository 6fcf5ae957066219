import { describe, expect, it } from 'vitest'
import { differingSettings, environmentSettings, scenarioSettings } from '../../../core/run/run-settings.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'

const { scenario, run } = SAMPLE_REPORTS['passing-spike']
const settings = (resolved: unknown) => scenarioSettings({ ...scenario, resolved })

describe('scenarioSettings', () => {
  it('names each value by its path, and leaves out what the report shows elsewhere', () => {
    const resolved = {
      question: 'Why?',
      load: { seed: 1, phases: [{ name: 'a', rate: { from: 1, to: 2 } }] },
      sla: [{ text: 'p95 < 1s', objective: { kind: 'quantile', limitSeconds: 1 } }],
    }
    expect([...settings(resolved)]).toEqual([
      ['load.phases[0].name', 'a'],
      ['load.phases[0].rate.from', '1'],
      ['load.phases[0].rate.to', '2'],
      ['sla[0].text', 'p95 < 1s'],
    ])
  })

  it('is the same for a scenario that was written and read back', () => {
    const resolved = { most: Number.POSITIVE_INFINITY, nothing: undefined }
    expect(settings(JSON.parse(JSON.stringify(resolved)))).toEqual(settings(resolved))
  })
})

describe('differingSettings', () => {
  it('lists what is not alike in all of any number of runs', () => {
    const runs = [settings({ a: 1, b: 1 }), settings({ a: 1, b: 2, c: 3 }), settings({ a: 1, b: 1 })]
    expect(differingSettings(runs)).toEqual([
      { what: 'b', values: ['1', '2', '1'] },
      { what: 'c', values: [null, '3', null] },
    ])
  })

  it('is nothing of the same run twice', () => {
    expect(differingSettings([settings(scenario.resolved), settings(scenario.resolved)])).toEqual([])
    expect(differingSettings([environmentSettings(run), environmentSettings(run)])).toEqual([])
  })
})
