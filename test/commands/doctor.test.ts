import { describe, expect, it } from 'vitest'
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

  it('refuses a target without a scenario, and a scenario that is none', async () => {
    const [target, missing] = await Promise.all([doctor('--target', 'http://127.0.0.1:1'), doctor('nosuch')])
    expect([target.code, missing.code]).toEqual([2, 2])
    expect(target.stderr).toContain('doctor: expected a scenario beside --target or --metrics, got none')
    expect(missing.stderr).toContain('expected the name or path of a scenario')
  })
})
