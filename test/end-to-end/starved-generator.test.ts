// A generator that gets too little of the processor is late by itself, so its measurements prove nothing.

import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../core/report/report.ts'
import { inTemporaryFolder, startCli } from '../support/run-cli.ts'

const BURNERS = 6

// Only the generator's own lateness could break this limit.
const SCENARIO = `
name: starved
server: { latency: { constant: 5ms } }
load:
  phases:
    - { name: main, for: 5s, rate: 300 }
sla: [p95 < 20ms, errors < 1%]
`

function burnCore(core: number): ChildProcess {
  return spawn('taskset', ['-c', String(core), process.execPath, '-e', 'for (;;);'], { stdio: 'ignore' })
}

describe('a generator that shares its core with six others', () => {
  it('is reported as overloaded, and the run as inconclusive', { timeout: 120_000 }, async () => {
    await inTemporaryFolder(async (cwd) => {
      writeFileSync(join(cwd, 'starved.yaml'), SCENARIO)
      const cli = startCli(['scenario', 'starved.yaml', '--out', 'run'], { cwd, core: 0 })
      // Only the traffic is to be late, not the start and not the report; other tests need the core as well.
      await cli.said(/phase 1\/1/)
      const burners = Array.from({ length: BURNERS }, () => burnCore(0))
      try {
        await Promise.race([cli.said(/writing the report/), cli.result])
      } finally {
        for (const burner of burners) burner.kill('SIGKILL')
      }
      const { code } = await cli.result
      const report: Report = JSON.parse(readFileSync(join(cwd, 'run', 'report.json'), 'utf8'))
      expect(report.generator.fit).toBe(false)
      expect(report.generator.reasons.join(' ')).toMatch(/late/)
      expect(report.sla.map(({ finding }) => finding)).toEqual(['inconclusive', 'inconclusive'])
      expect([report.verdict, code]).toEqual(['inconclusive', 3])
    })
  })
})
