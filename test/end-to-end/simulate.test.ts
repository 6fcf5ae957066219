// A short scenario for real and in virtual time: the same traffic, the same service, the same figures. `npm run bench -- twin`
// does so at length, for the scenarios that are shipped.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Report } from '../../core/report/report.ts'
import { inTemporaryFolder, runCli } from '../support/run-cli.ts'
import { runUntilFit } from '../support/run-until-fit.ts'

const SHORT = `
name: short
server: { latency: { lognormal: { median: 40ms, p95: 120ms } }, concurrency: 4 }
load:
  phases:
    - { name: warm-up, for: 1s, rate: 40, measured: false }
    - { name: main, for: 5s, rate: 60 }
sla: [p50 < 1s, p95 < 2s, p99 < 5s]
prometheus: { scrapeInterval: 1s, evaluationInterval: 1s }
`

/** What a machine that others use too may add to a latency; a run on one that is busier is unfit and not compared. */
const NOISE_SECONDS = 0.025

it('agrees with a real run: each request, and quantiles within the confidence of the real ones', {
  timeout: 120_000,
}, async () => {
  await inTemporaryFolder(async (cwd) => {
    writeFileSync(join(cwd, 'short.yaml'), SHORT)
    await runCli(['simulate', 'short.yaml', '--out', 'simulated'], { cwd })
    const simulated: Report = JSON.parse(readFileSync(join(cwd, 'simulated', 'report.json'), 'utf8'))
    const { report: real } = await runUntilFit(cwd, ['short.yaml'])
    const countsOf = ({ load }: Report) => load.phases.map(({ offered, completed }) => ({ offered, completed }))
    expect(countsOf(simulated)).toEqual(countsOf(real))
    expect(simulated.server?.count).toBe(real.server?.count)
    for (const [i, { interval, objective }] of real.sla.entries()) {
      const observed = simulated.sla[i]?.observed ?? Number.NaN
      expect(observed, objective).toBeGreaterThanOrEqual((interval?.lower ?? Number.NaN) - NOISE_SECONDS)
      expect(observed, objective).toBeLessThanOrEqual((interval?.upper ?? Number.POSITIVE_INFINITY) + NOISE_SECONDS)
    }
  })
})
