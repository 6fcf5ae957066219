// The Prometheus beside the simulated service: it scrapes and evaluates on the grids of its intervals, in virtual time.
// What a scrape brings, how rules are evaluated and what is kept of both is the embedded monitor's (prometheus/embedded/).

import type { Random } from '../../core/random.ts'
import type { PrometheusRecord } from '../../core/run/prometheus-record.ts'
import type { MachineModel } from '../../core/simulation/machine-model.ts'
import { alignedSeconds, RoundTimestamps } from '../../prometheus/embedded/round-timestamps.ts'
import type { ScrapeRound } from '../../prometheus/embedded/scrape-log.ts'
import { Witness } from '../../prometheus/embedded/witness.ts'
import type { WitnessOptions } from '../../prometheus/embedded/witness-options.ts'
import { type RunTime, secondOfRun, timestampOf } from '../../prometheus/observation/run-time.ts'
import { scrapeTimeoutSeconds } from '../../prometheus/observation/scrape-timeout.ts'
import type { Exposition } from '../../prometheus/scrape/exposition/exposition.ts'
import { PageIntake, type Scrape } from '../../prometheus/scrape/page-intake.ts'
import { ScrapeError, ScrapeTimeout } from '../../prometheus/scrape/scrape-error.ts'
import type { Agenda } from '../time/agenda.ts'
import type { ScrapeBehaviour } from './scrape-behaviour.ts'

export interface SimulatedMonitorOptions {
  readonly agenda: Agenda
  readonly machine: MachineModel
  readonly witness: WitnessOptions
  readonly scrapes: ScrapeBehaviour
  /** Draws jitter and failures. */
  readonly random: Random
  /** The service's page now; null where nothing listens. */
  readonly page: () => Exposition | null
  readonly time: RunTime
}

export class SimulatedMonitor {
  readonly #options: SimulatedMonitorOptions
  readonly #witness: Witness
  readonly #timestamps: RoundTimestamps
  /** One endpoint: the simulated service has one process at a time. */
  readonly #intakes: Readonly<Record<ScrapeRound['kind'], readonly PageIntake[]>>

  /** @throws UserError where the matchers cannot be read */
  constructor(options: SimulatedMonitorOptions) {
    this.#options = options
    this.#witness = new Witness(options.witness)
    this.#timestamps = new RoundTimestamps(options.time)
    const { targets, stores } = this.#witness
    const intakesInto = (kind: ScrapeRound['kind']) => targets.map((target) => new PageIntake(target, stores[kind]))
    this.#intakes = { scheduled: intakesInto('scheduled'), onDemand: intakesInto('onDemand') }
  }

  /** Scrapes and evaluates from second 0 of the run on, for as long as the agenda goes on. */
  start(): void {
    const { time, witness } = this.#options
    this.#onGrid(time.startSeconds, witness.scrapeIntervalSeconds, (tick) => this.#scrapeAfter(tick))
    const { evaluations } = this.#witness
    for (const interval of evaluations.intervals)
      this.#onGrid(time.startSeconds + evaluations.offsetSeconds, interval, (tick) => {
        const timestampMs = timestampOf(time, tick)
        evaluations.evaluate(timestampMs, secondOfRun(time, timestampMs), interval)
      })
  }

  /** On demand: the first one is the baseline, the last one the final count. */
  scrapeNow(): void {
    this.#round('onDemand', this.#options.agenda.nowSeconds, this.#options.page())
  }

  record(): PrometheusRecord {
    return this.#witness.record({ scrapes: 0, evaluations: 0 })
  }

  #onGrid(firstSeconds: number, intervalSeconds: number, step: (tickSeconds: number) => void): void {
    const { agenda } = this.#options
    const tick = (nth: number) => {
      const tickSeconds = firstSeconds + nth * intervalSeconds
      agenda.at(tickSeconds, () => {
        step(tickSeconds)
        tick(nth + 1)
      })
    }
    tick(0)
  }

  #scrapeAfter(tickSeconds: number): void {
    const { agenda, scrapes, random, page, witness } = this.#options
    // Drawn in any case: the nth scrape's draws depend on the seed alone.
    const [lateSeconds, draw] = [(scrapes.offsetSeconds ?? 0) + scrapes.jitterSeconds * random(), random()]
    agenda.in(lateSeconds, () => {
      const startSeconds = alignedSeconds(tickSeconds, agenda.nowSeconds, witness.scrapeIntervalSeconds)
      this.#round('scheduled', startSeconds, draw < scrapes.failureShare ? 'lost' : page())
    })
  }

  #round(kind: ScrapeRound['kind'], startSeconds: number, page: Exposition | 'lost' | null): void {
    const { time } = this.#options
    const timestampMs = this.#timestamps.take(kind, startSeconds)
    const scrapes = this.#intakes[kind].map((intake) => this.#scrape(intake, timestampMs, page))
    this.#witness.addRound({ kind, atSeconds: secondOfRun(time, timestampMs), scrapes })
  }

  #scrape(intake: PageIntake, timestampMs: number, page: Exposition | 'lost' | null): Scrape {
    const { machine, witness } = this.#options
    const timeoutSeconds = scrapeTimeoutSeconds(witness.scrapeIntervalSeconds)
    const times = { timestampMs, timeoutSeconds, durationSeconds: machine.scrapeSeconds }
    if (page === 'lost')
      return intake.take(new ScrapeTimeout('no page in time, as simulated'), {
        ...times,
        durationSeconds: timeoutSeconds,
      })
    return intake.take(page ?? new ScrapeError('connection refused', { kind: 'unreachable' }), times)
  }
}
