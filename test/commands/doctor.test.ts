import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../core/compiled-entry.ts'
import type { DoctorReport } from '../../core/doctor/doctor-check.ts'
import { inTemporaryFolder, runCli } from '../support/run-cli.ts'

const doctor = (...args: string[]) => inTemporaryFolder((cwd) => runCli(['doctor', ...args], { cwd }))

describe('sla-harness doctor', () => {
  it('looks at the machine and at a scenario, and exits with 2 where there is a problem', async () => {
    const { stdout, stderr, code, leftBehind } = await doctor('lab', '--json')
    const report: DoctorReport = JSON.parse(stdout)
    expect({ stderr, leftBehind }).toEqual({ stderr: '', leftBehind: [] })
    expect(report.scenario).toBe('lab')
    expect(report.machine.map(({ id }) => id)).toEqual([
      'cores',
      'cpu-quota',
      'memory',
      'open-files',
      'ports',
      'timers',
      'clock-source',
      'other-load',
      'report-folder',
    ])
    expect(report.service.map(({ id, state }) => [id, state])).toEqual([
      ['scenario', 'ok'],
      ['thresholds', 'ok'],
      ['layout', 'ok'],
    ])
    // How late sleeps end on a busy machine is for it to tell, and not for a test.
    const hasProblem = report.machine.some(({ state }) => state === 'problem')
    expect(code).toBe(hasProblem ? 2 : 0)
  })

  it('exits with 2 where fewer files may be open than a run takes, and says how many it takes', async () => {
    const cli = join(packageRoot, 'dist', 'cli.js')
    const script = `ulimit -n 128; exec "${process.execPath}" "${cli}" doctor --json`
    const { status, stdout } = spawnSync('bash', ['-c', script], { encoding: 'utf8', cwd: tmpdir() })
    const report: DoctorReport = JSON.parse(stdout)
    const files = report.machine.find(({ id }) => id === 'open-files')
    expect([status, files?.state, files?.observed]).toEqual([
      2,
      'problem',
      '128 may be open, and a run with 256 connections takes 328',
    ])
  })

  it.each([['--target', 'http://127.0.0.1:1'], ['--prometheus', 'http://127.0.0.1:1'], ['--no-requests']])(
    'refuses %s without a scenario, of which it would say something',
    async (...flags) => {
      const { code, stderr } = await doctor(...flags)
      expect(code).toBe(2)
      expect(stderr).toContain(`doctor: expected a scenario beside ${flags[0]}, got none`)
    },
  )

  it('looks at the machine where the environment holds what other commands take', async () => {
    const { stdout, stderr } = await inTemporaryFolder((cwd) =>
      runCli(['doctor', '--json'], { cwd, env: { SLA_HARNESS_TARGET: 'http://127.0.0.1:1' } }),
    )
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({ scenario: null, target: null, service: [] })
  })

  it('refuses a scenario that is none', async () => {
    const { code, stderr } = await doctor('nosuch')
    expect(code).toBe(2)
    expect(stderr).toContain('expected the name or path of a scenario')
  })
})
