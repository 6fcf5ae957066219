// The command line with generators outside its process: a broker and generators of its own, and nothing left of them.

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../core/report/report.ts'
import { describeReal } from '../support/real-programs.ts'
import { inTemporaryFolder, runCli, startCli } from '../support/run-cli.ts'

function scenarioIn(folder: string, seconds: number): string {
  const file = join(folder, 'quick.yaml')
  writeFileSync(
    file,
    `name: quick
server: { latency: { constant: 1ms }, concurrency: 64 }
request: { path: /predict }
load:
  arrivals: poisson
  seed: 1
  phases: [{ name: steady, for: ${seconds}s, rate: 60 }]
sla: [p95 < 10s]
`,
  )
  return file
}

function generatorProcess(run: string, name: string): number {
  return Number(execFileSync('pgrep', ['-f', `generator --join .* --run ${run} --name ${name}$`], { encoding: 'utf8' }))
}

const reportIn = (folder: string): Report => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))

describeReal('a run with generators of its own', ['nats-server'], () => {
  it.concurrent('offers what its threads would, says how to repeat it, and leaves nothing behind', () =>
    inTemporaryFolder(async (cwd) => {
      const scenario = scenarioIn(cwd, 1)
      const [own, threads] = await Promise.all([
        // A token of another broker is in nobody's way.
        runCli(['scenario', scenario, '--generators', '2', '--out', join(cwd, 'own')], {
          cwd,
          env: { SLA_HARNESS_NATS_USER: 'me', SLA_HARNESS_NATS_PASSWORD: 'password-of-another' },
        }),
        runCli(['scenario', scenario, '--out', join(cwd, 'threads')], { cwd }),
      ])
      const [report, other] = [reportIn(join(cwd, 'own')), reportIn(join(cwd, 'threads'))]
      expect(report.load.total.offered).toBe(other.load.total.offered)
      expect(report.run.replay).toMatch(/--generators 2$/)
      expect([own.leftBehind, threads.leftBehind]).toEqual([[], []])
      expect(own.stderr + own.stdout + JSON.stringify(report)).not.toContain('password-of-another')
    }))

  it.concurrent('reports what it measured when it is interrupted, and leaves nothing behind', () =>
    inTemporaryFolder(async (cwd) => {
      const run = startCli(['scenario', scenarioIn(cwd, 60), '--generators', '2', '--out', join(cwd, 'out')], { cwd })
      await run.said(/phase 1\/1/)
      run.process.kill('SIGINT')
      const { code, leftBehind } = await run.result
      expect({ code, leftBehind }).toEqual({ code: 130, leftBehind: [] })
      expect(reportIn(join(cwd, 'out')).run.interrupted).toBe(true)
    }))

  it.concurrent('names in one sentence which of its processes was killed, and keeps what that one wrote for the details', () =>
    inTemporaryFolder(async (cwd) => {
      const name = `killed-${process.pid}`
      const flags = ['--generators', '2', '--run', name, '--out', join(cwd, 'out')]
      const run = startCli(['scenario', scenarioIn(cwd, 3), ...flags], { cwd })
      await run.said(/phase 1\/1/)
      process.kill(generatorProcess(name, 'local-2'), 'SIGKILL')
      const { code, leftBehind } = await run.result
      expect({ code, leftBehind }).toEqual({ code: 3, leftBehind: [] })
      const { headline, generator, load } = reportIn(join(cwd, 'out'))
      expect(headline).toMatch(
        /^Undecided: Generator 2 of 2 \(local-2 on \S+\) was lost: its process was terminated by SIGKILL\. Its results came up to [^\n]+ nothing came\.$/,
      )
      expect(generator.generators?.map(({ place, lost }) => [place, lost === null])).toEqual([
        ['process', true],
        ['process', false],
      ])
      expect(generator.generators?.[1]?.lost).toMatchObject({
        requests: load.total.lost,
        lastLines: expect.arrayContaining([expect.stringContaining(name)]),
      })
    }))

  it.concurrent('leaves nothing behind where it is killed', () =>
    inTemporaryFolder(async (cwd) => {
      const run = startCli(['scenario', scenarioIn(cwd, 60), '--generators', '1', '--out', join(cwd, 'out')], { cwd })
      await run.said(/phase 1\/1/)
      run.process.kill('SIGKILL')
      expect((await run.result).leftBehind).toEqual([])
    }))
})

describe.concurrent('what cannot be meant is refused before anything starts', () => {
  it.each([
    [['--generators', '2', '--workers', '2'], 'workers: expected 1 where generators are given'],
    [['--join', 'nats://broker.example'], 'join: expected how many generators are to send the load'],
    [
      ['--generators', '2', '--join', 'nats://me:secret@broker.example'],
      'expected an address without user and password',
    ],
    [['--generators', '2', '--join', 'nats://broker.example', '--run', 'a b'], '--run: expected up to 64 letters'],
  ])('%j', (flags, message) =>
    inTemporaryFolder(async (cwd) => {
      const out = join(cwd, 'out')
      const { code, stderr } = await runCli(['scenario', scenarioIn(cwd, 1), '--out', out, ...flags], { cwd })
      expect(stderr).toContain(message)
      expect([code, existsSync(out)]).toEqual([2, false])
    }),
  )

  it('a missing nats-server, with the line that installs it', () =>
    inTemporaryFolder(async (cwd) => {
      const flags = ['--generators', '2', '--out', join(cwd, 'out')]
      const env = { PATH: join(dirname(cwd), 'no-programs-here') }
      const { code, stderr, leftBehind } = await runCli(['scenario', scenarioIn(cwd, 1), ...flags], { cwd, env })
      expect(stderr).toContain('nats-server: expected it on PATH')
      expect(stderr).toContain('sudo apt-get install nats-server')
      expect({ code, leftBehind }).toEqual({ code: 2, leftBehind: [] })
    }))
})
