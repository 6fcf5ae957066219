// One run in virtual time: traffic, service and monitor, one discrete-event simulation. It has no socket, no timer and no
// clock, reads no file but rows of data that are too many to be held, and the same options give the same run. What comes out is what a real run's client, server and Prometheus hand over,
// so that everything that judges or shows a run takes it as it is.
//
// What is simulated is the machine (core/simulation/machine-model.ts) and what the bundled server's process does between its sockets.
// Schedule, queue, connections, latency models, faults, buckets, PromQL and alert states are the functions of the real run.

import type { BucketLayout } from '../core/histogram/bucket-layout.ts'
import { randomStream } from '../core/random.ts'
import type { ExactRecord } from '../core/run/exact-record.ts'
import type { LoadResult } from '../core/run/load-result.ts'
import type { PrometheusRecord } from '../core/run/prometheus-record.ts'
import type { LoadPlan } from '../core/scenario/load-plan.ts'
import type { ServerBehaviour } from '../core/scenario/server-behaviour.ts'
import { type MachineModel, USUAL_MACHINE } from '../core/simulation/machine-model.ts'
import type { WitnessOptions } from '../prometheus/embedded/witness-options.ts'
import { checkScrapes, PUNCTUAL_SCRAPES, type ScrapeBehaviour } from './monitor/scrape-behaviour.ts'
import { SimulatedMonitor } from './monitor/simulated-monitor.ts'
import { ModelService } from './service/model-service.ts'
import { Agenda } from './time/agenda.ts'
import { SimulatedTraffic } from './traffic/simulated-traffic.ts'

export interface SimulationOptions {
  /** Its seed is that of arrivals, latencies, faults and scrapes. */
  readonly plan: LoadPlan
  readonly behaviour: ServerBehaviour
  /** Further histograms of the same observations, named by `layoutMetric`. */
  readonly extraLayouts?: readonly BucketLayout[]
  readonly witness: WitnessOptions
  /** Default: every scrape comes on its tick and gets its page, as long as there is a service. */
  readonly scrapes?: ScrapeBehaviour
  readonly machine?: MachineModel
  /** Gives the durations of a trace file, in seconds. */
  readonly readTrace: (file: string) => readonly number[]
  /** When second 0 of the run is to lie: rules may ask for the hour. */
  readonly startedAtUnixMs: number
}

export interface SimulatedRun {
  readonly load: LoadResult
  readonly prometheus: PrometheusRecord
  readonly exact: ExactRecord
}

/** Connections are opened this much ahead of the first arrival. */
const OPENING_SECONDS = 1

/** From the last completion to the final scrape, as in a real run. */
const SETTLE_SECONDS = 0.25

/** @throws RangeError where behaviour or scrapes make no sense @throws UserError where the matchers cannot be read */
export function simulateRun(options: SimulationOptions): SimulatedRun {
  const { plan, behaviour, extraLayouts = [], witness, machine = USUAL_MACHINE, readTrace, startedAtUnixMs } = options
  const { scrapes = PUNCTUAL_SCRAPES } = options
  const { seed } = plan
  checkScrapes(scrapes, witness.scrapeIntervalSeconds)
  const agenda = new Agenda(-OPENING_SECONDS)
  const epochUnixSeconds = startedAtUnixMs / 1e3
  const service = new ModelService({ agenda, machine, behaviour, extraLayouts, seed, readTrace, epochUnixSeconds })
  const monitor = new SimulatedMonitor({
    agenda,
    machine,
    witness,
    scrapes,
    random: randomStream(seed, 'simulation/scrapes'),
    page: () => service.page(),
    time: { startSeconds: 0, startedAtUnixMs },
  })
  const traffic = new SimulatedTraffic({ agenda, plan, service, machine })
  let isOver = false
  // Before anything that happens at second 0: a scrape of that instant sees no request of it.
  monitor.start()
  traffic.run({
    phaseStarts: (index) => {
      const phase = plan.phases[index]
      if (phase) service.enterPhase(phase.name)
    },
    measuringStarts: () => {
      service.beginRecord(0)
      monitor.scrapeNow()
    },
    ended: () => {
      agenda.in(SETTLE_SECONDS, () => {
        monitor.scrapeNow()
        isOver = true
      })
    },
  })
  agenda.runUntil(() => isOver)
  return { load: traffic.result(), prometheus: monitor.record(), exact: service.collectRecord() }
}
