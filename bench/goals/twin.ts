// Is the simulation the run's twin? Six scenarios as they are shipped, for real and in virtual time: the same requests, the
// same quantiles within what chance and this machine make of them, the same alerts.
//
// A real run on a busy machine is slower than its model by the machine's doing. So runs whose server or generator had to wait
// for a core are discarded, as the run itself has measured it; what others do on cores that it does not need is no matter.

import { packageRoot } from '../../core/compiled-entry.ts'
import { MODEL_LATENCY_METRIC } from '../../core/histogram/model-latency-metric.ts'
import { NAMED_LAYOUTS } from '../../core/histogram/named-layouts.ts'
import type { AlertFinding, Report, SlaFinding } from '../../core/report/report.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { parseObjective } from '../../core/scenario/parse-objective.ts'
import type { Scenario, ScenarioObjective } from '../../core/scenario/scenario.ts'
import { USUAL_MACHINE } from '../../core/simulation/machine-model.ts'
import { judgeOne } from '../../harness/judged-run.ts'
import { measureRun } from '../../harness/measure-run.ts'
import { setUpRun } from '../../harness/setup/run-setup.ts'
import { loadScenario, simulateScenario } from '../../index.ts'
import { parseRuleFile } from '../../prometheus/alerting/parse-rule-file.ts'
import { simulateAlerts } from '../../simulation/days/simulate-alerts.ts'
import { rateShape } from '../../simulation/drawn/rate-shape.ts'
import { PUNCTUAL_SCRAPES } from '../../simulation/monitor/scrape-behaviour.ts'
import { type Benchmark, figure, goal, milliseconds, table } from '../results/section.ts'

const SCENARIOS = ['steady', 'spike', 'lag-spike', 'stall', 'restart', 'overload'] as const
const SHORTEST = 'stall'

/** Often enough to call it repeated; a round takes six minutes. */
const MOST_ROUNDS = 3

/** What this kind of machine adds to a latency beside what the model assumes: some of it fixed, more where requests queue. */
const NOISE = { seconds: 0.003, share: 0.03 }

/** A share of the time: a busy neighbour on the same core takes many times that. */
const MOST_WAITED = 0.02

/** Of the requests due: how many more may end otherwise, because a process starts sooner or a timeout comes first. */
const MOST_OTHERWISE = 0.01

interface Twins {
  readonly scenario: Scenario
  readonly real: Report
  readonly simulated: Report
  readonly simulatedInSeconds: number
}

export const twin: Benchmark = {
  name: 'twin',
  async run({ rounds, attempts, smoke }, say) {
    const names = smoke ? [SHORTEST] : SCENARIOS
    const all: Twins[] = []
    let discarded = 0
    for (let round = 1; round <= Math.min(rounds, MOST_ROUNDS); round++)
      for (const name of names) {
        const found = await undisturbed(name, smoke ? 1 : attempts, (line) => say(`${name}, round ${round}: ${line}`))
        discarded += found.discarded
        if (found.twins !== null) all.push(found.twins)
      }
    const rows = all.flatMap(quantileRows)
    say('a week')
    const weekSeconds = secondsFor(simulatedWeek)
    const outside = rows.filter(({ isInside }) => !isInside).length
    const worst = (of: (each: Twins) => number) => (all.length === 0 ? null : Math.max(...all.map(of)))
    return {
      title: 'The simulation beside the run',
      lines: [...explanation(all.length, discarded), ...quantileTable(rows), ...outcomeTable(all)],
      goals: [
        goal(
          `requests due in ${all.length} runs of ${names.length} scenarios that the simulation has not, or has beside`,
          ['none', (count) => count === 0],
          worst(({ real, simulated }) => Math.abs(real.load.total.offered - simulated.load.total.offered)),
          String,
        ),
        goal(
          'share of the requests that end otherwise in the simulation',
          [`≤ ${MOST_OTHERWISE * 100}%`, (share) => share <= MOST_OTHERWISE],
          worst(otherwiseShare),
          (share) => `${(share * 100).toFixed(2)}%`,
        ),
        goal(
          `quantiles of ${rows.length} outside the run's own confidence interval, ${NOISE.seconds * 1e3} ms or ${NOISE.share * 100}% of noise added`,
          ['none', (count) => count === 0],
          rows.length === 0 ? null : outside,
          String,
        ),
        goal(
          'changes of an alert that are missing, or come more than a scrape and an evaluation apart',
          ['none', (count) => count === 0],
          worst(({ scenario, real, simulated }) => strayTransitions(scenario, real.alerts, simulated.alerts)),
          String,
        ),
        goal(
          'the longest scenario in virtual time, its report judged',
          ['< 1 s', (seconds) => seconds < 1],
          worst(({ simulatedInSeconds }) => simulatedInSeconds),
          (seconds) => `${figure(seconds)} s`,
        ),
        goal(
          'seven days of a scrape and an evaluation a minute, counts drawn, 200 requests a second',
          ['< 10 s', (seconds) => seconds < 10],
          weekSeconds,
          (seconds) => `${figure(seconds)} s`,
        ),
      ],
    }
  },
}

async function undisturbed(
  name: string,
  attempts: number,
  say: (line: string) => void,
): Promise<{ readonly twins: Twins | null; readonly discarded: number }> {
  const scenario = withQuantiles(await loadScenario(name, { cwd: packageRoot }))
  const setup = await setUpRun(scenario, {})
  for (let discarded = 0; discarded < attempts; discarded++) {
    const record = await measureRun(setup).finally(() => setup.session.close())
    const waiting = waitedShare(record)
    const { report: real } = judgeOne(record)
    say(`waited for a core ${(waiting * 100).toFixed(2)}% of the time`)
    if (waiting > MOST_WAITED || !real.generator.fit) continue
    const startedMs = performance.now()
    const { report: simulated } = await simulateScenario(scenario)
    const simulatedInSeconds = (performance.now() - startedMs) / 1e3
    return { twins: { scenario, real, simulated, simulatedInSeconds }, discarded }
  }
  return { twins: null, discarded: attempts }
}

/** Of the time in which the server, and in which the generator was ready to run, the larger share without a core. */
function waitedShare({ exact, load }: RunRecord): number {
  const ofServer = (exact?.coreWaits ?? []).map(({ share }) => share)
  const ofGenerator = load.generator.intervals.map(({ waitingForCoreShare }) => waitingForCoreShare)
  return Math.max(
    ...[ofServer, ofGenerator].map(
      (shares) => shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length),
    ),
  )
}

function secondsFor(work: () => void): number {
  const startedMs = performance.now()
  work()
  return (performance.now() - startedMs) / 1e3
}

const DAYS = 7

function simulatedWeek(): void {
  simulateAlerts({
    seconds: DAYS * 86_400,
    startedAtUnixMs: 0,
    model: {
      series: [
        {
          kind: 'histogram',
          metric: MODEL_LATENCY_METRIC,
          unitsPerSecond: 1,
          upperBounds: NAMED_LAYOUTS.lab.upperBounds,
          labels: {},
          requests: 'all',
        },
      ],
    },
    latency: { kind: 'lognormal', medianSeconds: 0.04, p95Seconds: 0.12 },
    shape: rateShape(200),
    incidents: [],
    ruleFile: parseRuleFile(WEEK_RULES, 'week.rules.yml'),
    scrapeIntervalSeconds: 60,
    scrapes: PUNCTUAL_SCRAPES,
    evaluationSeconds: 60,
    seed: 1,
  })
}

const WEEK_RULES = `
groups:
  - name: latency
    rules:
      - { alert: SlowP95, expr: 'histogram_quantile(0.95, rate(model_latency_seconds_bucket[10m])) > 0.5', for: 5m }
`

/** The objectives give way to quantiles of each measured phase, whose intervals the judgement gives. */
function withQuantiles(scenario: Scenario): Scenario {
  const phases = scenario.load.phases.filter(({ measured }) => measured)
  const sla = phases.flatMap(({ name }) => ['p50 < 1h', 'p95 < 1h', 'p99 < 1h'].map((text) => during(text, name)))
  return { ...scenario, sla }
}

function during(text: string, phase: string): ScenarioObjective {
  const objective = parseObjective(text)
  if (objective === undefined) throw new RangeError(`expected an objective, got ${text}`)
  return { text, objective, during: phase }
}

interface QuantileRow {
  readonly scenario: string
  readonly finding: SlaFinding
  readonly simulated: SlaFinding
  readonly isInside: boolean
}

function quantileRows({ scenario, real, simulated }: Twins): QuantileRow[] {
  return real.sla.flatMap((finding) => {
    const twin = simulated.sla.find(
      ({ objective, during }) => objective === finding.objective && during === finding.during,
    )
    if (twin === undefined) return []
    return [{ scenario: scenario.name, finding, simulated: twin, isInside: isInside(finding, twin) }]
  })
}

/** A quantile among requests that never ended has its like there alone. */
function isInside({ unbounded, interval }: SlaFinding, simulated: SlaFinding): boolean {
  if (unbounded || simulated.unbounded) return unbounded === simulated.unbounded
  const { observed } = simulated
  if (observed === null || interval === null) return false
  const { lower, upper } = interval
  const noise = Math.max(NOISE.seconds, NOISE.share * observed)
  return observed >= (lower ?? 0) - noise && observed <= (upper ?? Number.POSITIVE_INFINITY) + noise
}

/** Of all measured phases, the larger of what is missing and what is more. */
function otherwiseShare({ real, simulated }: Twins): number {
  const { total } = real.load
  const twin = simulated.load.total
  const differences = [total.completed - twin.completed, total.errors - twin.errors, total.timeouts - twin.timeouts]
  return Math.max(...differences.map(Math.abs)) / total.offered
}

function strayTransitions(
  { prometheus }: Scenario,
  real: readonly AlertFinding[],
  simulated: readonly AlertFinding[],
): number {
  const mostApart = prometheus.scrapeIntervalSeconds + prometheus.evaluationIntervalSeconds
  return real.reduce((sum, { name, transitions }) => {
    const twin = simulated.find((alert) => alert.name === name)?.transitions ?? []
    const stray = transitions.filter(({ at, state }, i) => {
      const other = twin[i]
      return other === undefined || other.state !== state || Math.abs(other.at - at) > mostApart
    })
    return sum + stray.length + Math.max(0, twin.length - transitions.length)
  }, 0)
}

function explanation(runs: number, discarded: number): string[] {
  const { wakeLatenessSeconds, exchangeSeconds, restartSeconds } = USUAL_MACHINE
  return [
    `Each quantile of the real run with its 95% interval, and the simulation's. Assumed of the machine: work that ends up to ${milliseconds(wakeLatenessSeconds)} ms late, ${milliseconds(exchangeSeconds)} ms on the way there and back, ${milliseconds(restartSeconds, 0)} ms to start a server. Added to the interval: ${NOISE.seconds * 1e3} ms, or ${NOISE.share * 100}% where that is more. ${runs} runs; ${discarded} discarded because server or generator waited for a core for more than ${MOST_WAITED * 100}% of the time, by the run's own account.`,
    '',
  ]
}

function quantileTable(rows: readonly QuantileRow[]): string[] {
  const head = ['scenario', 'phase', 'quantile', 'real, ms', 'interval, ms', 'simulated, ms', 'inside']
  return table(
    head,
    rows.map(({ scenario, finding, simulated, isInside }) => [
      scenario,
      finding.during ?? '',
      (finding.objective.split(' ')[0] ?? '').toUpperCase(),
      shown(finding),
      finding.interval === null || finding.unbounded
        ? '–'
        : `${milliseconds(finding.interval.lower, 1)} to ${milliseconds(finding.interval.upper, 1)}`,
      shown(simulated),
      isInside ? 'yes' : '**no**',
    ]),
  )
}

function shown({ observed, unbounded }: SlaFinding): string {
  return unbounded ? '∞' : milliseconds(observed, 1)
}

function outcomeTable(all: readonly Twins[]): string[] {
  const head = ['scenario', 'due', 'completed', 'errors', 'timeouts', 'alert changes, s', 'simulated in, ms']
  return table(
    head,
    all.map(({ scenario, real, simulated, simulatedInSeconds }) => {
      const both = (of: (report: Report) => string | number) => `${of(real)} / ${of(simulated)}`
      return [
        scenario.name,
        both(({ load }) => load.total.offered),
        both(({ load }) => load.total.completed),
        both(({ load }) => load.total.errors),
        both(({ load }) => load.total.timeouts),
        both(({ alerts }) => changes(alerts)),
        milliseconds(simulatedInSeconds, 0),
      ]
    }),
  )
}

function changes(alerts: readonly AlertFinding[]): string {
  const [, ...later] = alerts[0]?.transitions ?? []
  return later.length === 0 ? 'none' : later.map(({ at, state }) => `${state} ${at.toFixed(1)}`).join(', ')
}
