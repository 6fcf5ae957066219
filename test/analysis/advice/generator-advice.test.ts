// Whatever leaves a finding open is followed by what to do about it.

import { describe, expect, it } from 'vitest'
import { advise } from '../../../analysis/advice/advise.ts'
import type { Report, SlaFinding } from '../../../core/report/report.ts'
import { slaFinding } from '../../../core/report/schema/finding-schema.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'
import { singleGenerators } from '../../support/single-generators.ts'

const spike: Report = SAMPLE_REPORTS['passing-spike']
const [latency] = spike.sla as [SlaFinding]
type Doubt = NonNullable<SlaFinding['doubt']>

const WHY = 'Why nobody knows.'
const withDoubt = (doubt: Doubt, generator: Partial<Report['generator']> = {}, run: Partial<Report['run']> = {}) =>
  advise({
    ...spike,
    verdict: 'inconclusive',
    sla: [{ ...latency, finding: 'inconclusive', doubt, doubtReason: WHY, reason: `${WHY} It was 2s.` }],
    generator: { ...spike.generator, ...generator },
    run: { ...spike.run, ...run },
  })

/** What else a report says that has this doubt. */
const BESIDE: Readonly<Partial<Record<Doubt, Parameters<typeof withDoubt>>>> = {
  'generator-lost': ['generator-lost', { lost: 1, fit: false }],
  'generator-saturated': ['generator-saturated', { saturated: true, fit: false }],
  interrupted: ['interrupted', {}, { interrupted: true }],
}

describe('what leaves a finding open', () => {
  it.each(slaFinding.shape.doubt.unwrap().options)('%s is followed by what to do, before all else', (doubt) => {
    expect(withDoubt(...(BESIDE[doubt] ?? [doubt]))[0]).toMatchObject({ weight: 'blocks' })
  })

  it('is for machines that were cut off their way to the service', () => {
    expect(withDoubt('machines-cut-off')[0]).toEqual({
      kind: 'machine',
      weight: 'blocks',
      about: null,
      action:
        "Mend the way to the service of the machines that got no connection (try the target's address from there), or send from others.",
      figure: WHY,
    })
  })

  it.each([
    [{}, 'Let this process open 328 files or more'],
    [
      { generator: 'generator load-2 on host-2', generators: singleGenerators(2, 'elsewhere', {}) },
      'Let generator load-2 on host-2 open 239 files or more',
    ],
  ] as const)('is a limit of open files where that is why connections were too few: %#', (who, action) => {
    const { generators, ...named } = { generators: undefined, ...who }
    const advice = withDoubt('too-few-connections', {
      ...{ overloaded: true, fit: false, backlogMax: 3, ...(generators && { generators }) },
      openFiles: { limit: 150, wanted: 256, allowed: 78, ...named },
    })
    expect(advice.map(({ kind }) => kind)).toEqual(['connections'])
    expect(advice[0]).toMatchObject({
      action: `${action} (ulimit -n): what was measured is the wait for a connection that it may not have.`,
      figure: 'It may open 150, so that 78 of 256 connections were used, and up to 3 requests waited for one.',
    })
  })
})
