// What is known beforehand must be what is measured: a constant delay, and who counted how many.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../core/report/report.ts'
import { inTemporaryFolder } from '../support/run-cli.ts'
import { runUntilFit } from '../support/run-until-fit.ts'

const DELAY_SECONDS = 0.05

const CONSTANT = `
name: constant
server: { latency: { constant: 50ms }, layout: { name: around, bounds: [0.045, 0.06, 0.1] } }
load:
  arrivals: constant
  phases:
    - { name: warm-up, for: 1s, rate: 50, measured: false }
    - { name: main, for: 8s, rate: 50 }
sla: [p95 < 500ms, errors < 3%]
`

/** One run by one generator thread, which is both what is measured and what two threads are held against. */
let begun: Promise<Report> | undefined
const byOneThread = () => {
  begun ??= reportOf([])
  return begun
}

describe.concurrent('a service of constant delay', () => {
  it('is never measured as faster than it is, and client and server count the same requests', {
    timeout: 180_000,
  }, async () => {
    const report = await byOneThread()
    expectSameCounts(report)
    for (const seconds of quantilesOf(report)) expect(seconds).toBeGreaterThanOrEqual(DELAY_SECONDS)
  })
})

function expectSameCounts({ load, server, populations, crossCheck }: Report): void {
  expect(server?.count).toBe(load.total.completed)
  expect(server?.exact?.count).toBe(load.total.completed)
  expect(populations?.note).toBeNull()
  for (const { insideBucket } of crossCheck) expect(insideBucket).toBe(true)
}

function quantilesOf({ load, server }: Report): number[] {
  return [load.total.responseTime, server?.exact].flatMap((summary) => [
    summary?.p50 ?? Number.NaN,
    summary?.p95 ?? Number.NaN,
    summary?.p99 ?? Number.NaN,
  ])
}

describe.concurrent('generator threads', () => {
  it('together send what one thread would send', { timeout: 180_000 }, async () => {
    const [one, two] = await Promise.all([byOneThread(), reportOf(['--workers', '2'])])
    expect([one.generator.workers, two.generator.workers]).toEqual([1, 2])
    expect(two.load.total.offered).toBe(one.load.total.offered)
    expect(two.server?.count).toBe(one.server?.count)
  })
})

async function reportOf(flags: readonly string[]): Promise<Report> {
  return inTemporaryFolder(async (cwd) => {
    writeFileSync(join(cwd, 'constant.yaml'), CONSTANT)
    return (await runUntilFit(cwd, ['constant.yaml', ...flags])).report
  })
}
