import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../../core/compiled-entry.ts'
import { NAMED_LAYOUTS } from '../../../core/histogram/named-layouts.ts'
import { simulateScenario } from '../../../harness/simulation/simulate-scenario.ts'

const cwd = packageRoot

describe('simulateScenario', () => {
  it("gives the lab its dashboard's P95, far above that of users, and says nothing about a service", async () => {
    const { report, verdict, folder } = await simulateScenario('lab', { cwd })
    expect([verdict, report.simulation?.verdict, folder]).toEqual(['inconclusive', 'fail', null])
    const p95 = report.crossCheck.find(({ quantile }) => quantile === 0.95)
    expect(p95?.exactClient).toBeGreaterThan(2)
    expect(p95?.exactClient).toBeLessThan(2.01)
    expect(p95?.estimate).toBeGreaterThan(4)
    const alert = report.alerts.find(({ name }) => name === 'HighLatency95thPercentile')
    expect(alert?.transitions.map(({ state }) => state)).toEqual(['inactive', 'pending', 'firing'])
  })

  it('gives the same report for the same seed, but for the time at which it was made', async () => {
    const of = async (seed: number) => {
      const { report } = await simulateScenario('steady', { cwd, seed })
      return { ...report, run: { ...report.run, startedAt: '' } }
    }
    expect(await of(5)).toEqual(await of(5))
    expect((await of(5)).load).not.toEqual((await of(6)).load)
  })

  it('compares bucket layouts, as a run of a service does', async () => {
    const { report } = await simulateScenario('steady', { cwd, layouts: { layouts: [NAMED_LAYOUTS['prom-client']] } })
    expect(report.layouts?.map(({ name }) => name).sort()).toEqual(['lab', 'prom-client', 'recommended'])
  })

  it('reaches in the model what each scenario that is shipped is made to reach', async () => {
    for (const name of ['spike', 'lag-spike', 'crowd', 'errors', 'restart', 'overload', 'ramp', 'stall']) {
      const { report } = await simulateScenario(name, { cwd })
      expect(report.simulation?.verdict, name).toBe(report.scenario.expectedVerdict)
      const { offered, completed, errors, timeouts, unfinished } = report.load.total
      expect(completed + errors + timeouts + unfinished, name).toBe(offered)
      expect(report.generator.fit, name).toBe(true)
    }
  })

  it('says of a restart how long the server is assumed to be away, and of other scenarios nothing', async () => {
    const problemsOf = async (name: string) => (await simulateScenario(name, { cwd })).report.run.problems
    expect((await problemsOf('restart'))[0]).toContain('a restarted server is assumed to take 200ms to start')
    expect(await problemsOf('stall')).toEqual([])
  })

  it('has no folder while it simulates, so that none stays behind where it is ended', async () => {
    const cwdOfRun = mkdtempSync(join(tmpdir(), 'simulated-'))
    const out = join(cwdOfRun, 'out')
    const seen: boolean[] = []
    const scrapes = {
      jitterSeconds: 0,
      get failureShare() {
        seen.push(existsSync(out))
        return 0
      },
    }
    const { folder, report } = await simulateScenario('steady', { cwd, out, scrapes })
    expect(seen).toContain(false)
    expect(seen).not.toContain(true)
    expect([folder, report.run.folder, existsSync(join(out, 'report.json'))]).toEqual([out, out, true])
    rmSync(cwdOfRun, { recursive: true })
  })

  it('refuses an alert that reads what a process tells of itself, and has no such rule fire for its absence', async () => {
    const cwdOfRun = mkdtempSync(join(tmpdir(), 'simulated-'))
    const rule = (name: string, metric: string) => `      - { alert: ${name}, expr: "absent(${metric})" }\n`
    const rules = `groups:\n  - name: g\n    rules:\n${rule('NoHeap', 'process_heap_bytes')}${rule('NoPage', 'up')}`
    writeFileSync(join(cwdOfRun, 'own.rules.yml'), rules)
    const scenarioWith = (alert: string) =>
      `name: own\nload: { phases: [{ name: only, for: 2s, rate: 20 }] }\nprometheus: { rules: own.rules.yml }\nalerts: { ${alert}: never }\n`
    writeFileSync(join(cwdOfRun, 'heap.yaml'), scenarioWith('NoHeap'))
    writeFileSync(join(cwdOfRun, 'page.yaml'), scenarioWith('NoPage'))
    await expect(simulateScenario('heap.yaml', { cwd: cwdOfRun, out: 'out' })).rejects.toThrow(
      /own\.rules\.yml:4 NoHeap: expected an alert that can be simulated, got one that cannot: it reads process_heap_bytes/,
    )
    expect(existsSync(join(cwdOfRun, 'out'))).toBe(false)
    const { report } = await simulateScenario('page.yaml', { cwd: cwdOfRun })
    expect(report.alerts.map(({ name, finding }) => [name, finding])).toEqual([['NoPage', 'pass']])
    expect(report.rules).toMatchObject([{ rule: 'NoHeap', notEvaluated: true }])
    rmSync(cwdOfRun, { recursive: true })
  })

  it('refuses an option that it does not know', async () => {
    await expect(simulateScenario('steady', { cwd, seed: -1 })).rejects.toThrow('seed')
  })
})
