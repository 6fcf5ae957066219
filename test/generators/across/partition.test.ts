// A generator whose network is cut, between hosts of their own: no packet passes, and nobody is told.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../core/clock.ts'
import type { Report } from '../../../core/report/report.ts'
import { describeNetwork } from '../../support/network/describe-network.ts'
import { Network, type NetworkHost } from '../../support/network/network.ts'
import { startOn } from '../../support/network/start-on.ts'
import { describeReal } from '../../support/real-programs.ts'
import { startCli } from '../../support/run-cli.ts'

const SECONDS = 4.5
const PLANNED = 60 * SECONDS
const SERVICE = `require('node:http').createServer((_, answer) => answer.end('ok')).listen(8080, () => console.error('ready'))`

const scenario = (host: NetworkHost) => `name: cut
question: What is left where a network is cut?
target: { url: 'http://${host.address}:8080' }
request: { path: / }
load: { arrivals: constant, phases: [{ name: go, for: ${SECONDS}s, rate: 60 }] }
sla: [p95 < 10s]
`

describeReal('over a network', ['nats-server'], ({ 'nats-server': binary }) => {
  describeNetwork('between hosts', () => {
    it('a generator that is cut off is lost, stops by itself, and what it delivers later is not mixed in', async () => {
      const cwd = await mkdtemp(join(tmpdir(), 'sla-harness-cut-'))
      onTestFinished(() => rm(cwd, { recursive: true }))
      const network = await Network.start('mid', 'a', 'b')
      onTestFinished(() => network.stop())
      const [mid, a, b] = [network.host('mid'), network.host('a'), network.host('b')]
      for (const host of [a, b]) await host.shape({ delaySeconds: 0.01, jitterSeconds: 0.002 })
      const config = { host: mid.address, port: 4222, authorization: { token: 'cut' }, jetstream: { store_dir: cwd } }
      await writeFile(join(cwd, 'nats.conf'), JSON.stringify(config))
      await writeFile(join(cwd, 'cut.yaml'), scenario(mid))
      await startOn(mid, [binary, '-c', join(cwd, 'nats.conf')], /Server is ready/)
      await startOn(mid, [process.execPath, '-e', SERVICE], /ready/)
      const join_ = ['--join', `nats://${mid.address}:4222`, '--run', 'cut']
      const options = { cwd, env: { SLA_HARNESS_NATS_TOKEN: 'cut' } }
      const generators = [a, b].map((host) =>
        startCli(['generator', ...join_, '--name', host.name], { ...options, host }),
      )
      const run = ['scenario', 'cut.yaml', '--generators', '2', ...join_, '--allow-host', mid.address, '--json']
      const coordinator = startCli(run, { ...options, host: mid })
      await coordinator.said(/phase 1\/1 go/)
      await systemClock.sleep(1)
      await b.shape({ isUp: false })
      const [, second] = generators
      await second?.said(/nothing was heard of the coordinator any more: stopped|is away; waiting for it/)
      await b.shape({ isUp: true })

      const { code, stdout, leftBehind } = await coordinator.result
      const report: Report = JSON.parse(stdout)
      expect({ code, leftBehind, verdict: report.verdict }).toEqual({
        code: 3,
        leftBehind: [],
        verdict: 'inconclusive',
      })
      const { offered, completed, lost } = report.load.total
      expect({ offered, ended: completed + lost }).toEqual({ offered: PLANNED, ended: PLANNED })
      expect(lost).toBeGreaterThan(60)
      expect(report.generator).toMatchObject({ lost: 1, fit: false })
      expect(report.headline).toMatch(
        /^Undecided: Generator 2 of 2 \(b on .*\) was lost: nothing was heard of it for 1\.5 s\./,
      )
      const ends = await Promise.all(generators.map(({ result }) => result))
      expect(ends.map((end) => [end.code, end.leftBehind])).toEqual([
        [0, []],
        [2, []],
      ])
    })
  })
})
