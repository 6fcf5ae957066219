// What `explain` does with the runs that there are, and without any.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inTemporaryFolder, runCli } from '../support/run-cli.ts'
import { SAMPLE_REPORTS } from '../support/sample-reports.ts'

function keep(cwd: string, folder: string, text: string): void {
  mkdirSync(join(cwd, folder), { recursive: true })
  writeFileSync(join(cwd, folder, 'report.json'), text)
}

const LAB = JSON.stringify(SAMPLE_REPORTS['failing-lab'])

describe('explain', () => {
  it('tells a person what to do, without colour in a pipe, and exits with 0 although the run failed', async () => {
    await inTemporaryFolder(async (cwd) => {
      keep(cwd, 'out', LAB)
      const { code, stdout, stderr } = await runCli(['explain', 'out'], { cwd })
      expect([code, stderr]).toEqual([0, ''])
      expect(stdout).toMatch(/^✖ FAIL lab {2}2026-11-23 04:36:12 UTC\n/)
      expect(stdout).toContain('What decided the verdict\n 1. p95 < 1s and under 300ms > 90%: Make the service faster')
      expect(stdout).toContain('Report  out/report.html\n')
    })
  })

  it('tells a program the same as JSON, and finds the newest run of all', async () => {
    await inTemporaryFolder(async (cwd) => {
      keep(cwd, 'reports/runs/lab/latest', LAB)
      const { code, stdout } = await runCli(['explain'], { cwd, env: { SLA_HARNESS_JSON: '1' } })
      const { verdict, folder, advice } = JSON.parse(stdout)
      expect([code, verdict, folder]).toEqual([0, 'fail', 'reports/runs/lab/latest'])
      expect(advice[0]).toMatchObject({
        kind: 'service',
        weight: 'decides',
        figure: expect.stringMatching(/limit is 1s/),
      })
    })
  })

  it('reads a report of 0.1.0 as far as it goes', async () => {
    await inTemporaryFolder(async (cwd) => {
      const { headline: _, notes: __, ...old } = SAMPLE_REPORTS['failing-lab']
      const { connections: ___, ...load } = { connections: undefined, ...old.load }
      keep(cwd, 'old', JSON.stringify({ ...old, load }))
      const { code, stdout } = await runCli(['explain', 'old'], { cwd })
      expect(code).toBe(0)
      expect(stdout).toContain('What decided the verdict')
    })
  })

  it.each([
    ['no run at all', [], /^reports\/runs: expected a run, got none yet; name a run's folder or its report\.json\n$/],
    [
      'a name of nothing',
      ['nosuch'],
      /^nosuch: expected a scenario with runs in reports\/runs, .*got no such thing\n$/,
    ],
    ['a report of another version', ['other'], /^other\/report\.json: expected a report that this version writes/],
    ['what is no JSON', ['broken'], /^broken\/report\.json: invalid JSON/],
    [
      'a folder without a report',
      ['empty'],
      /^empty\/report\.json: expected a run's folder or report\.json, got no such file\n$/,
    ],
  ])('ends with 2 and one message for %s', async (_, args, message) => {
    await inTemporaryFolder(async (cwd) => {
      keep(cwd, 'other', '{"schemaVersion": 9}')
      keep(cwd, 'broken', '{')
      mkdirSync(join(cwd, 'empty'))
      const { code, stdout, stderr } = await runCli(['explain', ...args], { cwd })
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(message)
    })
  })
})
