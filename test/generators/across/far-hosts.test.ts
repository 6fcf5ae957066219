// Generators on hosts of their own, 20 ± 5 ms away in each direction from broker, coordinator and service, with monotonic
// clocks that are seconds ahead or behind. What the harness knows of clocks it has to find out; what they are is injected,
// and the service writes down by its own clock when requests came.
//
// A time namespace shifts the monotonic clock of a host, and not its time of day. Every instant that a run holds one
// machine against another is of the monotonic clock (core/clock.ts); the time of day is written into reports by the
// coordinator alone, for readers.

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Report } from '../../../core/report/report.ts'
import { ARRIVALS_SERVICE, type Arrival, readArrivals, SERVICE_PORT } from '../../support/network/arrivals-service.ts'
import { describeNetwork } from '../../support/network/describe-network.ts'
import { Network } from '../../support/network/network.ts'
import { startOn } from '../../support/network/start-on.ts'
import { describeReal } from '../../support/real-programs.ts'
import { type RunningCli, startCli } from '../../support/run-cli.ts'
import { type FitRun, runUntilFit } from '../../support/run-until-fit.ts'

/** By how much the clock of each generator's host is ahead. */
const AHEAD = { a: 5, b: -5, c: 2, d: 0 } as const
const NAMES = Object.keys(AHEAD) as (keyof typeof AHEAD)[]
const LINK = { delaySeconds: 0.02, jitterSeconds: 0.005, lossShare: 0, bitsPerSecond: 0 }
const RATE = 40

interface Planned {
  readonly name: string
  readonly seconds: number
  /** What the service takes for an answer. */
  readonly serviceSeconds: number
  readonly objective: string
  /** Within which the service's alert has to fire after requests come. */
  readonly withinSeconds: number
}

const RULES = `groups:
  - name: traffic
    rules:
      - alert: Busy
        expr: sum(rate(http_request_duration_seconds_count[2s])) > 2
`

const scenario = ({ name, seconds, serviceSeconds, objective, withinSeconds }: Planned, url: string) => `name: ${name}
question: What do four hosts far away find?
target: { url: '${url}', metrics: { url: '${url}/metrics', histogram: http_request_duration_seconds } }
data: { rows: { file: rows.csv, order: once } }
request: { path: '/${serviceSeconds * 1e3}/\${rows.n}' }
load: { arrivals: constant, phases: [{ name: go, for: ${seconds}s, rate: ${RATE} }] }
sla: ['${objective}']
prometheus: { rules: traffic.rules.yml, scrapeInterval: 500ms, evaluationInterval: 250ms }
alerts: { Busy: { fires: { after: go, within: ${withinSeconds}s } } }
`

const rowOf = ({ path }: Arrival) => Number(path.split('/')[2])

describeReal('over a network', ['nats-server'], ({ 'nats-server': binary }) => {
  describeNetwork(
    'from hosts far away, whose clocks differ',
    () => {
      let folder: string
      let network: Network
      let generators: readonly RunningCli[]
      const env = { SLA_HARNESS_NATS_TOKEN: 'far' }
      const broker = () => `nats://${network.host('broker').address}:4222`

      beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), 'sla-harness-far-'))
        network = await Network.start('broker', 'lead', 'service', ...NAMES)
        const [mid, service] = [network.host('broker'), network.host('service')]
        await Promise.all(NAMES.map((name) => network.host(name).shape(LINK)))
        const config = {
          ...{ host: mid.address, port: 4222, authorization: { token: 'far' } },
          jetstream: { store_dir: folder },
        }
        await writeFile(join(folder, 'nats.conf'), JSON.stringify(config))
        await writeFile(join(folder, 'traffic.rules.yml'), RULES)
        await writeFile(join(folder, 'rows.csv'), `n\n${Array.from({ length: 1000 }, (_, n) => n).join('\n')}\n`)
        await Promise.all([
          startOn(mid, [binary, '-c', join(folder, 'nats.conf')], /Server is ready/),
          startOn(service, [process.execPath, '-e', ARRIVALS_SERVICE, join(folder, 'arrivals')], /ready/),
        ])
        generators = NAMES.map((name) =>
          startCli(['generator', '--join', broker(), '--name', name], {
            ...{ cwd: folder, env, host: network.host(name) },
            ...(AHEAD[name] !== 0 && { clock: { aheadSeconds: AHEAD[name] } }),
          }),
        )
        await Promise.all(generators.map(({ said }) => said(/waiting for a run/)))
      })
      afterAll(async () => {
        for (const { process } of generators) process.kill('SIGTERM')
        const ends = await Promise.all(generators.map(({ result }) => result))
        await network.stop()
        await rm(folder, { recursive: true })
        expect(ends.map(({ code, leftBehind }) => [code, leftBehind])).toEqual(NAMES.map(() => [130, []]))
      })

      /** Leads it until the machine was not too busy for it. */
      async function lead(planned: Planned): Promise<FitRun & { readonly arrivals: readonly Arrival[] }> {
        const service = network.host('service').address
        const cwd = join(folder, planned.name)
        await mkdir(cwd)
        await writeFile(join(folder, `${planned.name}.yaml`), scenario(planned, `http://${service}:${SERVICE_PORT}`))
        const args = [
          join('..', `${planned.name}.yaml`),
          '--generators',
          '4',
          '--join',
          broker(),
          '--run',
          planned.name,
        ]
        const fit = await runUntilFit(cwd, [...args, '--no-preflight', '--allow-host', service], env, {
          host: network.host('lead'),
          before: () => writeFile(join(folder, 'arrivals'), ''),
        })
        return { ...fit, arrivals: readArrivals(join(folder, 'arrivals')) }
      }

      /** Exactly the requests that one generator would have sent, each from the one whose turn it was. */
      function expectExactly(planned: Planned, report: Report, arrivals: readonly Arrival[]): void {
        const rows = Array.from({ length: RATE * planned.seconds }, (_, row) => row)
        expect(arrivals.map(rowOf).sort((a, b) => a - b)).toEqual(rows)
        for (const [index, name] of NAMES.entries()) {
          const its = arrivals.filter(({ address }) => address === network.host(name).address).map(rowOf)
          expect(its.sort((a, b) => a - b)).toEqual(rows.filter((row) => row % NAMES.length === index))
        }
        expect(report.load.total).toMatchObject({ offered: rows.length, completed: rows.length, lost: 0 })
      }

      /** What is stated of each clock holds what was injected. */
      function expectClocks({ generator: { generators = [], clocks } }: Report): void {
        expect(generators.map(({ name }) => name)).toEqual(NAMES)
        for (const { name, clock } of generators) {
          if (clock === null) throw new Error(`expected the clock of ${name}, got none`)
          const wrong = clock.offsetSeconds - AHEAD[name as keyof typeof AHEAD]
          expect(Math.abs(wrong)).toBeLessThanOrEqual(clock.uncertaintySeconds)
          // Half of the least round trip that there is.
          expect(clock.uncertaintySeconds).toBeGreaterThan(LINK.delaySeconds - LINK.jitterSeconds)
          expect(clocks?.apartAtMostSeconds).toBeGreaterThanOrEqual(Math.abs(wrong))
        }
      }

      it('passes what is certainly met, and states offsets and starts that hold the truth', async () => {
        const planned = { name: 'met', seconds: 2, serviceSeconds: 0.03, objective: 'p95 < 10s', withinSeconds: 6 }
        const { report, arrivals, folder: out } = await lead(planned)
        expect([report.verdict, report.reasons]).toEqual(['pass', expect.anything()])
        expectExactly(planned, report, arrivals)
        expectClocks(report)
        expect(report.load.total.serviceTime.p50).toBeGreaterThan(
          planned.serviceSeconds + 2 * (LINK.delaySeconds - LINK.jitterSeconds),
        )

        // When each sent, on one clock: after the plan's start by its part of the way here, and what its clock was misread by.
        const starts = NAMES.map((name) => {
          const its = arrivals.filter(({ address }) => address === network.host(name).address)
          return Math.min(...its.map((arrival) => arrival.atSeconds - rowOf(arrival) / RATE))
        })
        const clocks = report.generator.generators ?? []
        const reference = starts.map(
          (at, index) => at - ((clocks[index]?.clock?.offsetSeconds ?? 0) - AHEAD[NAMES[index] as 'a']),
        )
        expect(Math.max(...reference) - Math.min(...reference)).toBeLessThan(2 * LINK.jitterSeconds + 0.02)
        for (const [index, { startSkewSeconds, startUncertaintySeconds, sendLag }] of clocks.entries()) {
          const skew = (starts[index] as number) - (reference[index] as number)
          const late = (startSkewSeconds ?? Number.NaN) - skew
          expect(late).toBeGreaterThanOrEqual(-(startUncertaintySeconds ?? 0))
          // It also counts what it could not send at first, where its turn came a moment later.
          expect(late).toBeLessThanOrEqual((startUncertaintySeconds ?? 0) + (sendLag.max ?? 0) + NAMES.length / RATE)
        }
        const markdown = await readFile(join(out, 'report.md'), 'utf8')
        expect(markdown).toMatch(/\| a \|.* \+?-?\d.* ± \d.*\| \+(5s|4\.9\d*s|5\.0\d*s) ± \d/)
      })

      it('fails what is certainly missed, over a lossy link and a narrow one', async () => {
        await network.host('a').shape({ lossShare: 0.01 })
        await network.host('b').shape({ bitsPerSecond: 1e6 })
        const planned = { name: 'missed', seconds: 1, serviceSeconds: 1.5, objective: 'p95 < 1s', withinSeconds: 6 }
        const { report, arrivals, cli } = await lead(planned)
        expect([report.verdict, cli.code]).toEqual(['fail', 1])
        expectExactly(planned, report, arrivals)
        expectClocks(report)
      })

      it('proves nothing with what holds its time against scrapes where that is too uncertain', async () => {
        await network.host('c').shape({ delaySeconds: 0.12 })
        const planned = {
          name: 'uncertain',
          seconds: 3,
          serviceSeconds: 0.03,
          objective: 'p95 < 10s',
          withinSeconds: 2,
        }
        const { report, arrivals, cli } = await lead(planned)
        expect([report.verdict, cli.code, report.sla[0]?.finding]).toEqual(['inconclusive', 3, 'pass'])
        expect(report.alerts[0]?.reason).toMatch(
          /What generators sent and what was scraped may lie \d+ms apart in time \(start skew, drift and uncertainty of generator 3 of 4 \(c on .*\)\); 5% of the 2s that count here are allowed/,
        )
        expectExactly(planned, report, arrivals)
        expectClocks(report)
      })
    },
    { clocks: true },
  )
})
