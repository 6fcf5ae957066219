// Watches one run from both sides: starts the traffic, tells service, monitor and live view what happens, ends the run
// early where it has to, and collects what client and server saw. Seconds.

import { type BrokenRule, brokenRuleInWords, NOTHING_ENDED, watchAbortRules } from '../analysis/abort/abort-rules.ts'
import { type AbortWatch, NOTHING_SEEN, watchForAbort } from '../analysis/abort/abort-watch.ts'
import { watchedRequests } from '../analysis/abort/unreachable-objective.ts'
import type { Route } from '../core/route/route.ts'
import type { ExactRecord } from '../core/run/exact-record.ts'
import { describeLoadProblem } from '../core/run/load-problem.ts'
import type { LoadResult } from '../core/run/load-result.ts'
import type { PreflightRecord } from '../core/run/preflight/preflight.ts'
import type { PrometheusRecord } from '../core/run/prometheus-record.ts'
import { describeRuleFinding, gravestFirst } from '../core/run/rule-finding.ts'
import type { LoadPlan } from '../core/scenario/load-plan.ts'
import { counted } from '../core/text/plural.ts'
import type { GeneratorLinks } from '../load/generator/generator-links.ts'
import { type LoadHooks, type LoadProgress, type RunningLoad, runLoad } from '../load/run-load.ts'
import type { LoadSetup } from '../load/setup/load-setup.ts'
import type { PrometheusMonitor } from '../prometheus/monitor.ts'
import { resolveLoadPlan } from '../scenario-file/resolve/resolve-load-plan.ts'
import { LiveFeed } from './live-feed.ts'
import type { Preflight } from './preflight/run-preflight.ts'
import type { ServiceUnderTest } from './service-under-test.ts'
import type { RunSetup } from './setup/run-setup.ts'

/** What happened around the measurement. */
export interface RunFacts {
  readonly startedAt: Date
  /** What went wrong on the way without ending the run. */
  readonly problems: readonly string[]
  /** Why the harness itself ended the run early. */
  readonly aborted: string | null
  /** The rule of the scenario that ended it; null where none did. */
  readonly brokenRule: BrokenRule | null
  /** What was found before the load; null where nothing was tried. */
  readonly preflight: PreflightRecord | null
  /** How the service was reached. Absent where its URL alone says it. */
  readonly route?: Route
  readonly host?: string
}

export interface Observations extends RunFacts {
  readonly load: LoadResult
  readonly prometheus: PrometheusRecord | null
  readonly exact: ExactRecord | null
}

/** Findings about the rules: a file of somebody else's may have hundreds. */
const MOST_SAID = 8
// A completion that the client has read may reach the server's histogram a moment later.
const SETTLE_SECONDS = 0.25

export interface ObservedRun {
  readonly setup: RunSetup
  readonly service: ServiceUnderTest
  /** Done already; null where the scenario has none. */
  readonly loadSetup: LoadSetup | null
  readonly preflight: Preflight | null
  /** Null where the service has no metrics. */
  readonly monitor: PrometheusMonitor | null
  readonly generators: GeneratorLinks
}

export class RunObserver {
  readonly #setup: RunSetup
  readonly #service: ServiceUnderTest
  readonly #loadSetup: LoadSetup | null
  readonly #preflight: Preflight | null
  readonly #monitor: PrometheusMonitor | null
  readonly #generators: GeneratorLinks
  readonly #feed: LiveFeed
  readonly #problems: string[] = []
  /** Null until the traffic has said when second 0 of the run is. */
  #runStart: { readonly atSeconds: number; readonly at: Date } | null = null
  #abortWatch: AbortWatch = NOTHING_SEEN
  #rulesWatch = NOTHING_ENDED
  #aborted: string | null = null
  #brokenRule: BrokenRule | null = null

  constructor({ setup, service, loadSetup, preflight, monitor, generators }: ObservedRun) {
    this.#setup = setup
    this.#service = service
    this.#loadSetup = loadSetup
    this.#preflight = preflight
    this.#monitor = monitor
    this.#generators = generators
    this.#feed = new LiveFeed(setup.scenario, monitor, setup.display, setup.clock)
  }

  /** Once. Resolves when the traffic has ended and both sides have handed over what they saw. */
  async run(): Promise<Observations> {
    const openedAt = new Date()
    const found = [...(this.#preflight?.warnings ?? []), ...(this.#monitor?.warnings ?? [])]
    for (const warning of [...this.#setup.warnings, ...(this.#service.warnings ?? []), ...found]) this.#note(warning)
    this.#sayRuleFindings()
    const traffic = this.#startTraffic()
    const { signal } = this.#setup
    const interrupt = () => traffic.interrupt()
    signal.addEventListener('abort', interrupt, { once: true })
    if (signal.aborted) interrupt()
    this.#service.unexpectedExit.then((reason) => this.#abort(reason, traffic))
    try {
      const load = await traffic.result
      this.#feed.enter({ kind: 'reporting' })
      return {
        load,
        prometheus: await this.#finishMonitor(),
        exact: await this.#collectExactRecord(),
        startedAt: this.#runStart?.at ?? openedAt,
        problems: this.#problems,
        aborted: load.interrupted ? (this.#aborted ?? this.#outOfRows(load)) : null,
        brokenRule: load.interrupted ? this.#brokenRule : null,
        preflight: this.#preflight,
        ...(this.#service.route && { route: this.#service.route }),
        ...(this.#service.host !== undefined && { host: this.#service.host }),
      }
    } finally {
      signal.removeEventListener('abort', interrupt)
      this.#feed.stop()
    }
  }

  /** Before anything is sent. The report has a section of its own for what is left of them at the end. */
  #sayRuleFindings(): void {
    const asked = this.#setup.scenario.alerts.map(({ alert }) => alert)
    const findings = gravestFirst(this.#monitor?.ruleFindings ?? [], asked).filter(
      ({ severity }) => severity !== 'note',
    )
    for (const finding of findings.slice(0, MOST_SAID)) this.#feed.note(describeRuleFinding(finding))
    const more = findings.length - MOST_SAID
    if (more > 0) this.#feed.note(`${counted(more, 'more finding')} about the rules; validate lists them`)
  }

  #startTraffic(): RunningLoad {
    const { scenario, environment, workers, files, abortGraceSeconds } = this.#setup
    const { url, route, host } = this.#service
    const plan: LoadPlan = {
      ...resolveLoadPlan(scenario, { url, route, host, environment, workers, files }),
      ...(this.#preflight?.closesEach && { closesEach: true }),
    }
    const hooks: LoadHooks = {
      onEpoch: (atSeconds) => this.#begin(atSeconds),
      // A service without metrics has no record that could begin.
      beforeMeasured: this.#service.metrics === null ? null : () => this.#takeBaseline(),
      onPhaseStart: (index) => this.#enterPhase(plan, index),
      onProgress: (progress) => this.#followProgress(progress, traffic),
      ...(abortGraceSeconds !== undefined && { watchedRequests: watchedRequests(scenario) }),
    }
    const traffic = runLoad(plan, hooks, this.#generators, this.#loadSetup)
    return traffic
  }

  #begin(atSeconds: number): void {
    const at = new Date(Date.now() + (atSeconds - this.#setup.clock.nowSeconds()) * 1e3)
    this.#runStart = { atSeconds, at }
    this.#monitor?.start(atSeconds, at.getTime())
    this.#feed.start(atSeconds)
  }

  /** Server record and scrapes begin to count here, while nothing is in flight. */
  async #takeBaseline(): Promise<void> {
    const runStartSeconds = this.#runStart?.atSeconds ?? this.#setup.clock.nowSeconds()
    await this.#service
      .beginRecord(runStartSeconds)
      .catch((error) => this.#note(`the exact record did not begin: ${error.message}`))
    await this.#monitor?.scrapeNow()
    const isAnswered = this.#setup.scenario.load.phases[0]?.measured === false
    if (isAnswered) for (const warning of this.#monitor?.lookAgain() ?? []) this.#note(warning)
  }

  #enterPhase({ phases }: LoadPlan, index: number): void {
    const phase = phases[index]?.name ?? null
    this.#feed.enter({ kind: 'phase', index })
    this.#service
      .enterPhase(phase)
      .catch((error) => this.#note(`phase ${phase} did not begin as the scenario says: ${error.message}`))
  }

  #followProgress(progress: LoadProgress, traffic: RunningLoad): void {
    this.#feed.progress(progress)
    const { scenario, abortGraceSeconds } = this.#setup
    if (this.#aborted !== null || this.#setup.signal.aborted) return
    this.#followRules(progress, traffic)
    if (abortGraceSeconds === undefined || this.#aborted !== null) return
    this.#abortWatch = watchForAbort(this.#abortWatch, progress, scenario, abortGraceSeconds)
    if (this.#abortWatch.verdict !== null) this.#abort(this.#abortWatch.verdict, traffic)
  }

  /** The scenario's own, in the warm-up as well: a service is spared as soon as it can be seen that it must be. */
  #followRules(progress: LoadProgress, traffic: RunningLoad): void {
    const { abortOn = [] } = this.#setup.scenario
    if (abortOn.length === 0) return
    const { watch, broken } = watchAbortRules(this.#rulesWatch, progress, abortOn)
    this.#rulesWatch = watch
    if (broken === null) return
    this.#brokenRule = broken
    this.#abort(brokenRuleInWords(broken), traffic)
  }

  /** Where the user has stopped the run already, that stays the reason for its end. */
  #abort(reason: string, traffic: RunningLoad): void {
    if (!this.#setup.signal.aborted) this.#aborted ??= reason
    this.#note(reason)
    traffic.interrupt()
  }

  #note(problem: string): void {
    this.#problems.push(problem)
    this.#feed.note(problem)
  }

  /** Where nobody stopped the run, it ends early only because it ran out of rows. */
  #outOfRows({ problems }: LoadResult): string | null {
    const problem = problems.find(({ kind }) => kind === 'out-of-rows')
    return problem === undefined || this.#setup.signal.aborted ? null : describeLoadProblem(problem)
  }

  async #finishMonitor(): Promise<PrometheusRecord | null> {
    if (this.#monitor === null || this.#runStart === null) return null
    await this.#setup.clock.sleep(SETTLE_SECONDS)
    await this.#monitor.scrapeNow()
    return this.#monitor.finish()
  }

  async #collectExactRecord(): Promise<ExactRecord | null> {
    try {
      return await this.#service.collectRecord()
    } catch (error) {
      this.#note(`the server's exact record was lost: ${(error as Error).message}`)
      return null
    }
  }
}
