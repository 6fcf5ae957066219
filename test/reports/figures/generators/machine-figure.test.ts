import { expect, it } from 'vitest'
import type { Report, ReportedSingleGenerator } from '../../../../core/report/report.ts'
import { machineFigure } from '../../../../reports/figures/generators/machine-figure.ts'
import { SAMPLE_REPORTS } from '../../../support/sample-reports.ts'
import { singleGenerators } from '../../../support/single-generators.ts'

const { run: first, generator }: Report = SAMPLE_REPORTS['passing-spike']
const run = { ...first, platform: 'linux x64', cpuCount: 4, workers: 3 }
const collected = { missing: [], lateMessages: 0 }

it.each<[ReportedSingleGenerator[] | undefined, Partial<Report['run']>, string]>([
  [undefined, { workers: 1 }, 'linux x64, 4 CPUs, 1 generator thread'],
  [singleGenerators(3, 'thread'), {}, 'linux x64, 4 CPUs, 3 generator threads'],
  [singleGenerators(3, 'process'), {}, 'linux x64, 4 CPUs, 3 generator processes'],
  [
    singleGenerators(3, 'elsewhere', { 2: { host: 'host-1' } }),
    {},
    'led from linux x64, 4 CPUs; 3 generators on 2 hosts',
  ],
  [
    singleGenerators(1, 'elsewhere'),
    { collected },
    'led until its coordinator died from linux x64, 4 CPUs; 1 generator on 1 host',
  ],
])('says whose machine it is, and where the generators were (%#)', (generators, parts, figure) => {
  const report = { run: { ...run, ...parts }, generator: { ...generator, ...(generators && { generators }) } }
  expect(machineFigure(report)).toBe(figure)
})
