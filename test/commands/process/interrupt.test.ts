// A run that is broken off, by its user or by the service, reports what it measured and leaves nothing behind.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../../core/report/report.ts'
import { inTemporaryFolder, type RunningCli, startCli } from '../../support/run-cli.ts'

const SCENARIO = `
name: long
server: { latency: { constant: 100ms } }
load:
  timeout: 5s
  phases:
    - { name: warm-up, for: 3s, rate: 30, measured: false }
    - { name: main, for: 30s, rate: 30 }
sla: [p95 < 1s, errors < 1%]
`

const DRAINING = `
name: long
server: { latency: { constant: 20s } }
load:
  timeout: 60s
  phases: [{ name: main, for: 1s, rate: 30 }]
sla: [p95 < 1s]
`

async function withRun(scenario: string, use: (cli: RunningCli, report: () => Report) => Promise<void>): Promise<void> {
  await inTemporaryFolder(async (cwd) => {
    writeFileSync(join(cwd, 'long.yaml'), scenario)
    const cli = startCli(['scenario', 'long.yaml', '--out', 'run'], { cwd })
    await use(cli, () => JSON.parse(readFileSync(join(cwd, 'run', 'report.json'), 'utf8')))
  })
}

function expectBalanced({ load: { total } }: Report): void {
  expect(total.completed + total.errors + total.timeouts + total.unfinished).toBe(total.offered)
}

describe.concurrent('Ctrl-C', () => {
  it.each([
    ['while the service starts', SCENARIO, /starting/],
    ['in the warm-up', SCENARIO, /phase 1\/2/],
    ['in a measured phase', SCENARIO, /phase 2\/2/],
    ['in the drain', DRAINING, /waiting for the last answers/],
  ])('%s: exit code 130 and a report marked interrupted', { timeout: 30_000 }, async (_, scenario, moment) => {
    await withRun(scenario, async (cli, report) => {
      await cli.said(moment)
      cli.process.kill('SIGINT')
      const { code, leftBehind } = await cli.result
      expect([code, leftBehind]).toEqual([130, []])
      expect(report().run.interrupted).toBe(true)
      expect(report().verdict).not.toBe('pass')
      expectBalanced(report())
    })
  })

  it('reports what was measured until Ctrl-C', { timeout: 30_000 }, async () => {
    await withRun(SCENARIO, async (cli, report) => {
      await cli.said(/phase 2\/2/)
      await new Promise((resolve) => setTimeout(resolve, 3000))
      cli.process.kill('SIGINT')
      await cli.result
      expect(report().load.total.completed).toBeGreaterThan(30)
      expect(report().server?.exact?.count).toBeGreaterThan(30)
      expect(report().timeline.length).toBeGreaterThan(3)
    })
  })

  it('exits at once on the second Ctrl-C', { timeout: 30_000 }, async () => {
    await withRun(SCENARIO, async (cli) => {
      await cli.said(/phase 2\/2/)
      cli.process.kill('SIGINT')
      cli.process.kill('SIGTERM')
      const { code, leftBehind } = await cli.result
      expect([code, leftBehind]).toEqual([130, []])
    })
  })
})

describe.concurrent('a terminal that closes', () => {
  it('says so twice, and the report is written all the same', { timeout: 30_000 }, async () => {
    await withRun(SCENARIO, async (cli, report) => {
      await cli.said(/phase 2\/2/)
      cli.process.stderr?.destroy()
      cli.process.kill('SIGHUP')
      cli.process.kill('SIGHUP')
      const { code, leftBehind } = await cli.result
      expect([code, leftBehind]).toEqual([130, []])
      expect(report().run.interrupted).toBe(true)
    })
  })
})

describe.concurrent('a server that exits during the run', () => {
  it('ends the run early and reports what was measured, with the reason', { timeout: 30_000 }, async () => {
    await withRun(SCENARIO, async (cli, report) => {
      await cli.said(/phase 2\/2/)
      await new Promise((resolve) => setTimeout(resolve, 2000))
      process.kill(childOf(cli.process.pid as number), 'SIGKILL')
      const { code, leftBehind } = await cli.result
      expect([1, 3]).toContain(code)
      expect(leftBehind).toEqual([])
      expect(report().verdict).not.toBe('pass')
      expect(report().load.total.completed).toBeGreaterThan(20)
      expect(report().run.problems.join('\n')).toMatch(/the server exited.*SIGKILL/)
      expectBalanced(report())
    })
  })
})

function childOf(parent: number): number {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const status = statusOf(pid)
    if (status?.includes(`PPid:\t${parent}\n`)) return Number(pid)
  }
  throw new Error(`process ${parent} has no child`)
}

function statusOf(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return undefined
  }
}
