// Days of a service and of the Prometheus beside it, in virtual time: traffic that goes up and down by the hour and by the
// weekday, what its histograms count, scrapes, rules and alerts. There is no client: nobody's single requests are known.

import type { BucketLayout } from '../core/histogram/bucket-layout.ts'
import { randomStream } from '../core/random.ts'
import type { PrometheusRecord } from '../core/run/prometheus-record.ts'
import type { ServerBehaviour } from '../core/scenario/server-behaviour.ts'
import { type MachineModel, USUAL_MACHINE } from '../core/simulation/machine-model.ts'
import type { WitnessOptions } from '../prometheus/embedded/witness-options.ts'
import { DrawnService } from './drawn/drawn-service.ts'
import { checkIncident, type Incident } from './drawn/incident.ts'
import type { RateShape } from './drawn/rate-shape.ts'
import { checkScrapes, PUNCTUAL_SCRAPES, type ScrapeBehaviour } from './monitor/scrape-behaviour.ts'
import { SimulatedMonitor } from './monitor/simulated-monitor.ts'
import { Agenda } from './time/agenda.ts'

export interface DaysOptions {
  readonly seconds: number
  readonly shape: RateShape
  readonly behaviour: Pick<ServerBehaviour, 'latency' | 'concurrency' | 'layout'>
  readonly extraLayouts?: readonly BucketLayout[]
  readonly incidents?: readonly Incident[]
  readonly witness: WitnessOptions
  readonly scrapes?: ScrapeBehaviour
  readonly machine?: MachineModel
  readonly seed: number
  /** Gives the durations of a trace file, in seconds. */
  readonly readTrace: (file: string) => readonly number[]
  /** When second 0 is: hours and weekdays of the traffic count from it. */
  readonly startedAtUnixMs: number
}

/** @throws RangeError where a part makes no sense, or requests would wait in a queue */
export function simulateDays(options: DaysOptions): PrometheusRecord {
  const { seconds, incidents = [], extraLayouts = [], machine = USUAL_MACHINE, witness, seed } = options
  const { scrapes = PUNCTUAL_SCRAPES, startedAtUnixMs, shape, behaviour, readTrace } = options
  checkScrapes(scrapes, witness.scrapeIntervalSeconds)
  for (const incident of incidents) {
    checkIncident(incident, seconds)
    if (incident.concerns)
      throw new RangeError('incident: expected one that concerns everything, for there is one process here')
  }
  const agenda = new Agenda(0)
  const service = new DrawnService({
    agenda,
    behaviour,
    extraLayouts,
    shape,
    incidents,
    machine,
    seed,
    readTrace,
    epochUnixSeconds: startedAtUnixMs / 1e3,
  })
  const monitor = new SimulatedMonitor({
    agenda,
    machine,
    witness,
    scrapes,
    random: randomStream(seed, 'simulation/scrapes'),
    page: () => service.page(),
    time: { startSeconds: 0, startedAtUnixMs },
  })
  let isOver = false
  monitor.scrapeNow()
  monitor.start()
  agenda.at(seconds, () => {
    monitor.scrapeNow()
    isOver = true
  })
  agenda.runUntil(() => isOver)
  return monitor.record()
}
