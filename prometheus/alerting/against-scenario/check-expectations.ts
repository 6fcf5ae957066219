// What a scenario expects of its alerts, held against their rules and against the plan of its traffic, before anything is
// sent. Times are seconds of the plan; a run is longer than its plan only by its last answers.
//
//   fires after A within W      for ≤ W, and for ≤ the run's end − A: an alert that fires sooner was pending before A
//   resolves after B within V   B is not before A; keep_firing_for ≤ V, and the deadline is not before the alert can fire
//   never                       for < the run's length, or not firing proves nothing
// `for` counts in whole evaluations: at an interval of 1m, `for: 30s` is 1m. What no service could meet is an error; what
// it hardly could is a warning. Where several rules share a name, the most favourable one counts.

import type { AlertDeadline, AlertExpectation } from '../../../core/run/alert.ts'
import type { Phase } from '../../../core/scenario/load-plan.ts'
import { plannedDurationSeconds, type Scenario } from '../../../core/scenario/scenario.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { rateRanges } from '../lint/short-range.ts'
import { parsedExpression } from '../parsed-expression.ts'
import type { AlertingRule, RuleFile } from '../rule-file.ts'

export interface ExpectationProblem {
  /** `error`: it cannot be met, whatever the service does. */
  readonly severity: 'error' | 'warning'
  /** In the scenario file: `['alerts', 'Slow', 'fires', 'within']`. */
  readonly path: readonly string[]
  /** The phrases complete `expected …, got …`. */
  readonly expected: string
  readonly got: string
}

type Checked = Pick<Scenario, 'alerts' | 'load' | 'prometheus'>

/** A rule as the checks see it. Seconds. */
interface Timing {
  readonly name: string
  readonly forSeconds: number
  readonly keepFiringForSeconds: number
  readonly evaluatedEverySeconds: number
  /** The longest range of its rates. */
  readonly rangeSeconds: number
}

interface Plan {
  readonly phases: readonly (Phase & { readonly startSeconds: number })[]
  readonly endSeconds: number
  /** How much longer the run may take until its last request has ended. */
  readonly drainSeconds: number
  readonly scrapeIntervalSeconds: number
}

export function checkExpectations(scenario: Checked, ruleFile: RuleFile | null): readonly ExpectationProblem[] {
  if (ruleFile === null) return []
  const plan = planOf(scenario)
  return scenario.alerts.flatMap((expectation) => {
    const timings = timingsOf(expectation.alert, ruleFile, scenario)
    const [first, ...others] = timings.map((timing) => problemsOf(expectation, timing, plan))
    return (first && others.reduce(milder, first)) ?? []
  })
}

type Problems = readonly ExpectationProblem[]

function milder(a: Problems, b: Problems): Problems {
  const weight = (problems: Problems) =>
    problems.reduce((sum, { severity }) => sum + (severity === 'error' ? 100 : 1), 0)
  return weight(b) < weight(a) ? b : a
}

function planOf({ load, prometheus }: Checked): Plan {
  let startSeconds = 0
  const phases = load.phases.map((phase) => {
    const placed = { ...phase, startSeconds }
    startSeconds += phase.durationSeconds
    return placed
  })
  return {
    phases,
    endSeconds: plannedDurationSeconds(load.phases),
    drainSeconds: load.timeoutSeconds,
    scrapeIntervalSeconds: prometheus.scrapeIntervalSeconds,
  }
}

function timingsOf(alert: string, { groups }: RuleFile, { prometheus }: Checked): Timing[] {
  return groups.flatMap(({ rules, intervalSeconds }) =>
    rules
      .filter((rule): rule is AlertingRule => rule.kind === 'alerting' && rule.name === alert)
      .map((rule) => {
        const every = intervalSeconds ?? prometheus.evaluationIntervalSeconds
        const expression = parsedExpression(rule.expression)
        const ranges = expression ? rateRanges(expression).map(({ rangeSeconds }) => rangeSeconds) : []
        return {
          name: rule.name,
          forSeconds: Math.ceil(rule.forSeconds / every - 1e-9) * every,
          keepFiringForSeconds: rule.keepFiringForSeconds,
          evaluatedEverySeconds: every,
          rangeSeconds: Math.max(0, ...ranges),
        }
      }),
  )
}

function problemsOf(expectation: AlertExpectation, timing: Timing, plan: Plan): Problems {
  if (expectation.kind === 'never') return silenceProblems(timing, plan)
  const { fires, resolves } = expectation
  const firing = firingProblems(fires, timing, plan)
  return resolves === null || firing.some(({ severity }) => severity === 'error')
    ? firing
    : [...firing, ...resolutionProblems(fires, resolves, timing, plan)]
}

function silenceProblems(timing: Timing, plan: Plan): Problems {
  const { forSeconds } = timing
  // A rate has its first value at the second scrape.
  const blindSeconds = timing.rangeSeconds === 0 ? 0 : plan.scrapeIntervalSeconds
  if (forSeconds + blindSeconds < plan.endSeconds) return []
  const path = ['alerts', timing.name]
  const longer = `a run longer than ${lasting(timing)}${blindSeconds === 0 ? '' : ' and a scrape interval'}, or never proves nothing`
  return [{ severity: 'warning', path, expected: longer, got: formatDuration(plan.endSeconds) }]
}

function firingProblems(fires: AlertDeadline, timing: Timing, plan: Plan): Problems {
  const path = ['alerts', timing.name, 'fires', 'within']
  const phase = plan.phases.find(({ name }) => name === fires.after)
  if (!phase) return []
  const { forSeconds } = timing
  const got = formatDuration(fires.withinSeconds)
  if (fires.withinSeconds < forSeconds)
    return [{ severity: 'error', path, expected: `at least ${lasting(timing)}`, got }]
  const watched = plan.endSeconds - phase.startSeconds
  if (watched + plan.drainSeconds < forSeconds)
    return [
      {
        severity: 'error',
        path: ['alerts', timing.name, 'fires', 'after'],
        expected: `a phase that begins at least ${lasting(timing)} before the run ends`,
        got: `${fires.after}, which begins ${formatDuration(watched)} before`,
      },
    ]
  return [
    ...hardlyFires(fires, timing, { ...plan, watchedSeconds: watched }, phase),
    ...lateDeadline(fires, path, plan, phase.startSeconds),
  ].slice(0, 1)
}

function hardlyFires(
  { after, withinSeconds }: AlertDeadline,
  timing: Timing,
  { watchedSeconds, scrapeIntervalSeconds }: Plan & { readonly watchedSeconds: number },
  { durationSeconds }: Phase,
): Problems {
  const { forSeconds, evaluatedEverySeconds, rangeSeconds, name } = timing
  const path = ['alerts', name, 'fires', 'within']
  // What begins with the phase is scraped, evaluated, and then lasts for `for`.
  const least = forSeconds + scrapeIntervalSeconds + evaluatedEverySeconds
  const expected = `at least ${formatDuration(least)} (${lasting(timing)}, a scrape and an evaluation), or hardly any alert fires in time`
  if (withinSeconds < least) return [{ severity: 'warning', path, expected, got: formatDuration(withinSeconds) }]
  if (watchedSeconds < least)
    return [
      {
        severity: 'warning',
        path: ['alerts', name, 'fires', 'after'],
        expected: `a phase that begins ${formatDuration(least)} or more before the run ends, or hardly any alert fires in time`,
        got: `${after}, which begins ${formatDuration(watchedSeconds)} before`,
      },
    ]
  if (durationSeconds + rangeSeconds >= forSeconds) return []
  return [
    {
      severity: 'warning',
      path: ['alerts', name, 'fires', 'after'],
      expected: `a phase that lasts for ${lasting(timing)}, or what happens in it alone does not fire the alert`,
      got: `${after}, which lasts for ${formatDuration(durationSeconds)}`,
    },
  ]
}

function resolutionProblems(fires: AlertDeadline, resolves: AlertDeadline, timing: Timing, plan: Plan): Problems {
  const start = (name: string) => plan.phases.find((phase) => phase.name === name)?.startSeconds
  const [firesAfter, resolvesAfter] = [start(fires.after), start(resolves.after)]
  if (firesAfter === undefined || resolvesAfter === undefined) return []
  const path = (key: 'after' | 'within') => ['alerts', timing.name, 'resolves', key]
  if (resolvesAfter < firesAfter)
    return [
      {
        severity: 'error',
        path: path('after'),
        expected: `${fires.after}, after which it fires, or a later phase`,
        got: `${resolves.after}, which begins ${formatDuration(firesAfter - resolvesAfter)} before it`,
      },
    ]
  // It fires when it has been pending for `for`, but not before `fires.after`.
  const resolvesFrom = Math.max(firesAfter, timing.forSeconds) + timing.keepFiringForSeconds
  const deadline = resolvesAfter + resolves.withinSeconds
  const got = formatDuration(resolves.withinSeconds)
  if (deadline <= resolvesFrom)
    return [
      {
        severity: 'error',
        path: path('within'),
        expected: `a deadline after the alert has fired and can resolve, ${formatDuration(resolvesFrom - resolvesAfter)} after ${resolves.after} begins at the earliest`,
        got,
      },
    ]
  if (plan.endSeconds + plan.drainSeconds <= resolvesFrom)
    return [
      {
        severity: 'error',
        path: path('after'),
        expected: `a run of more than ${formatDuration(resolvesFrom)}, when the alert can resolve at the earliest`,
        got: `${formatDuration(plan.endSeconds)}`,
      },
    ]
  if (resolves.withinSeconds < timing.keepFiringForSeconds)
    return [
      {
        severity: 'warning',
        path: path('within'),
        expected: `at least the rule's keep_firing_for of ${formatDuration(timing.keepFiringForSeconds)}, or it resolves in time only where its condition ended before ${resolves.after}`,
        got,
      },
    ]
  return lateDeadline(resolves, path('within'), plan, resolvesAfter)
}

/** The part of a deadline that lies after the run is not watched. */
function lateDeadline(
  { after, withinSeconds }: AlertDeadline,
  path: readonly string[],
  plan: Plan,
  start: number,
): Problems {
  const watched = plan.endSeconds - start
  if (withinSeconds <= watched + plan.drainSeconds) return []
  return [
    {
      severity: 'warning',
      path,
      expected: `at most the ${formatDuration(watched)} from the start of ${after} to the end of the run, or a later event is not seen`,
      got: formatDuration(withinSeconds),
    },
  ]
}

/** `the rule's for of 5m` */
function lasting({ forSeconds }: Timing): string {
  return `the rule's for of ${formatDuration(forSeconds)}`
}
