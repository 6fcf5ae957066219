// Gathers what load and monitor report during a run into the one state that a live view draws. Seconds.

import type { Clock } from '../core/clock.ts'
import { latencyQuantile } from '../core/latency/latency-counts.ts'
import { MovingLatencies } from '../core/latency/moving-latencies.ts'
import type { LiveDisplay } from '../core/run/live-display.ts'
import type { LiveAlert, LiveStage, LiveState } from '../core/run/live-state.ts'
import { trafficInRequests } from '../core/scenario/flows/traffic-in-requests.ts'
import type { Phase } from '../core/scenario/load-plan.ts'
import { plannedDurationSeconds, type Scenario } from '../core/scenario/scenario.ts'
import { hideSecrets } from '../core/secrets/secrets.ts'
import type { LoadProgress } from '../load/run-load.ts'
import type { PrometheusMonitor } from '../prometheus/monitor.ts'

/** How far the exact P95 looks back: as far as the lab's rule, whose estimate is shown beside it. */
const WINDOW_SECONDS = 60
const SPARKLINE_SECONDS = 60

/** What a state needs of a report of progress: its latencies are thousands of numbers, and displays copy their state. */
type Totals = LiveState['totals'] & Pick<LoadProgress, 'atSeconds'>

const NOTHING_SENT: Totals = {
  atSeconds: 0,
  offered: 0,
  completed: 0,
  errors: 0,
  timeouts: 0,
  neverSent: 0,
  inFlight: 0,
}

export class LiveFeed {
  readonly #scenario: Scenario
  readonly #monitor: PrometheusMonitor | null
  readonly #display: LiveDisplay
  readonly #clock: Clock
  #runStartSeconds = Number.NaN
  #stage: LiveStage = { kind: 'starting' }
  #phaseStartSeconds = 0
  #totals = NOTHING_SENT
  #offeredRate = 0
  #achievedRate = 0
  readonly #recent = new MovingLatencies(WINDOW_SECONDS)
  #exactP95Seconds: number | null = null
  #recentP95Seconds: (number | null)[] = []
  #alertSince = new Map<string, { state: string; atSeconds: number }>()
  readonly #notes: string[] = []

  constructor(scenario: Scenario, monitor: PrometheusMonitor | null, display: LiveDisplay, clock: Clock) {
    this.#scenario = scenario
    this.#monitor = monitor
    this.#display = display
    this.#clock = clock
    display.start(this.#state())
  }

  start(runStartSeconds: number): void {
    this.#runStartSeconds = runStartSeconds
  }

  enter(stage: LiveStage): void {
    this.#stage = stage
    this.#phaseStartSeconds = this.#elapsedSeconds()
    this.#display.update(this.#state())
  }

  progress(progress: LoadProgress): void {
    const { atSeconds, offered, completed, errors, timeouts, neverSent, inFlight, recentResponseTimes } = progress
    const before = this.#totals
    const seconds = atSeconds - before.atSeconds
    if (seconds > 0) {
      this.#offeredRate = (offered - before.offered) / seconds
      this.#achievedRate = (completed - before.completed) / seconds
    }
    this.#totals = { atSeconds, offered, completed, errors, timeouts, neverSent, inFlight }
    this.#recent.push(recentResponseTimes)
    this.#exactP95Seconds = orNull(this.#recent.quantile(0.95))
    if (this.#allIsSent()) this.#stage = { kind: 'draining' }
    const recentP95Seconds = orNull(latencyQuantile(recentResponseTimes, 0.95))
    this.#recentP95Seconds = [...this.#recentP95Seconds, recentP95Seconds].slice(-SPARKLINE_SECONDS)
    this.#display.update(this.#state())
  }

  /** Shown in the view, and as a line that stays: a log has no view. */
  note(note: string): void {
    const shown = hideSecrets(note)
    this.#notes.push(shown)
    this.#display.note?.(shown)
    this.#display.update(this.#state())
  }

  stop(): void {
    this.#display.stop()
  }

  #allIsSent(): boolean {
    const { phases } = this.#scenario.load
    if (this.#stage.kind !== 'phase' || this.#stage.index < phases.length - 1) return false
    return this.#elapsedSeconds() > this.#phaseStartSeconds + (phases.at(-1)?.durationSeconds ?? 0)
  }

  #elapsedSeconds(): number {
    return Number.isNaN(this.#runStartSeconds) ? 0 : Math.max(0, this.#clock.nowSeconds() - this.#runStartSeconds)
  }

  #state(): LiveState {
    const { name, question, load, sla } = this.#scenario
    const elapsedSeconds = this.#elapsedSeconds()
    return {
      scenarioName: name,
      question,
      phases: load.phases,
      stage: this.#stage,
      elapsedSeconds,
      plannedSeconds: plannedDurationSeconds(load.phases),
      offeredRate: this.#offeredRate,
      achievedRate: this.#achievedRate,
      targetRate: this.#targetRate(elapsedSeconds),
      totals: this.#totals,
      exactP95Seconds: this.#exactP95Seconds,
      estimatedP95Seconds: this.#monitor?.current().estimate ?? null,
      // The quantiles of the view are those of all requests.
      slaLimits: sla.flatMap(({ objective, during: phase, request }) =>
        request === undefined && objective.kind === 'quantile' && objective.quantile === 0.95
          ? [{ seconds: objective.limitSeconds, phase }]
          : [],
      ),
      recentP95Seconds: this.#recentP95Seconds,
      alerts: this.#alerts(elapsedSeconds),
      notes: this.#notes,
    }
  }

  #targetRate(elapsedSeconds: number): number | null {
    const { load, flows } = this.#scenario
    const phase = this.#stage.kind === 'phase' ? trafficInRequests(load.phases, flows)[this.#stage.index] : undefined
    return phase === undefined ? null : rateAt(phase, elapsedSeconds - this.#phaseStartSeconds)
  }

  #alerts(elapsedSeconds: number): LiveAlert[] {
    return Object.entries(this.#monitor?.current().alerts ?? {}).map(([name, state]) => {
      if (this.#alertSince.get(name)?.state !== state) this.#alertSince.set(name, { state, atSeconds: elapsedSeconds })
      const since = this.#alertSince.get(name)?.atSeconds ?? elapsedSeconds
      return { name, state, sinceSeconds: elapsedSeconds - since }
    })
  }
}

function orNull(seconds: number): number | null {
  return Number.isNaN(seconds) ? null : seconds
}

function rateAt({ durationSeconds, traffic }: Phase, secondsIntoPhase: number): number | null {
  if (traffic.kind === 'closed') return null
  const progress = Math.min(1, Math.max(0, secondsIntoPhase / durationSeconds))
  return traffic.fromRatePerSecond + (traffic.toRatePerSecond - traffic.fromRatePerSecond) * progress
}
