// What kept the run as a whole from proving anything, or as much as it could: mistakes of the scenario, an end before its
// time, traffic that never was, flows that nobody finished.

import type { Advice } from '../../core/report/advice.ts'
import type { ProbableMistake, Report, ReportedFlow } from '../../core/report/report.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { counted, listed, times } from '../../core/text/plural.ts'
import { failuresInWords } from './failure-words.ts'

export function adviseRun(report: Report): Advice[] {
  return [
    ...simulated(report),
    ...mistakes(report),
    ...noTraffic(report),
    ...noAnswer(report),
    ...ending(report),
    ...flows(report),
    ...setup(report),
    ...nothingJudged(report),
    ...evaluators(report),
    ...preflight(report),
  ]
}

/** What follows is about the model. */
function simulated({ simulation, scenario, run }: Report): Advice[] {
  if (simulation === undefined) return []
  const file = scenario.file === '' ? scenario.name : scenario.file
  return [
    {
      kind: 'simulation',
      weight: 'blocks',
      about: null,
      action: `Run ${file} itself (the command scenario) before anything is said of a service.`,
      figure: `Nothing was sent: ${formatDuration(run.durationSeconds)} of virtual time, of which the model's verdict is ${simulation.verdict}.`,
    },
  ]
}

const FIXES: Readonly<Record<ProbableMistake['mistake'], string>> = {
  tls: 'Write target.url with https://',
  credentials: 'Give the request its credentials, in a header from the environment, or by a setup',
  login: 'Log in before: capture a token in a setup, or a cookie in a flow',
  redirect: 'Ask for the place that it is redirected to, or allow it with redirects: 5',
  path: 'Mend the path and the method of the request, and the base path of target.url',
  protocol: 'Mend the port of target.url: what listens there speaks no HTTP',
  limited: 'Lower the rate, or have the service allow this caller more',
  request: 'Mend the body or the headers of the request: the service does not accept them',
  compressed: 'Ask for gzip, deflate or br with the header accept-encoding',
  html: 'Ask for what the API answers: it answered with a page for people',
  expectation: 'Mend what is expected of the answer, or the request that brings another one',
}

function mistakes({ load }: Report): Advice[] {
  return load.probableMistakes.map(({ request, mistake, count, kind }) => ({
    kind: 'scenario',
    weight: 'blocks',
    about: request,
    action: `${FIXES[mistake]}.`,
    figure: `All ${counted(count, 'request')} of ${request} failed alike from the first (${kind}), and none of them got an answer that the service would be judged by.`,
  }))
}

function noTraffic({ load, run }: Report): Advice[] {
  if (load.total.offered > 0 || run.interrupted || run.aborted !== undefined) return []
  const measured = load.phases.filter((phase) => phase.measured)
  return [
    {
      kind: 'no-traffic',
      weight: 'blocks',
      about: null,
      action:
        measured.length === 0
          ? 'Measure at least one phase: leave measured: false to the warm-up alone.'
          : 'Give the measured phases a rate, or users, for long enough that a request is due.',
      figure: `No request was due in the ${counted(measured.length, 'measured phase')} of the run.`,
    },
  ]
}

function noAnswer({ load }: Report): Advice[] {
  const { total } = load
  // What was cut off with the run might have been answered.
  const ended = total.offered - total.interrupted - total.lost
  if (ended === 0 || total.completed > 0 || load.probableMistakes.length > 0) return []
  return [
    {
      kind: 'no-answer',
      weight: 'blocks',
      about: null,
      action: 'See to it that the service answers before it is judged: try a request of the scenario by hand first.',
      figure: `None of the ${counted(ended, 'request')} got the expected answer: ${failuresInWords(total)}.`,
    },
  ]
}

const ABORT_FLAG = / --abort(?: \S+)?(?= --|$)/

function ending({ run }: Report): Advice[] {
  const { abortRule, aborted, interrupted, durationSeconds } = run
  const after = formatDuration(durationSeconds)
  const whole = run.replay.replace(ABORT_FLAG, '')
  if (abortRule) {
    const least =
      abortRule.least === null
        ? 'beyond every limit'
        : `at least ${abortRule.unit === 'share' ? formatShare(abortRule.least) : formatDuration(abortRule.least)}`
    return [
      {
        kind: 'abort-rule',
        weight: 'blocks',
        about: abortRule.rule,
        action: `Find out what the service did from ${formatDuration(abortRule.fromSeconds)} of the run on, before it is loaded again.`,
        figure: `abortOn ended the run after ${after}: it was ${least} in each second from ${formatDuration(abortRule.fromSeconds)} to ${formatDuration(abortRule.toSeconds)}.`,
      },
    ]
  }
  if (aborted !== undefined)
    return [
      {
        kind: 'interruption',
        weight: 'blocks',
        about: null,
        action:
          whole === run.replay
            ? `Mend what ended it before its time, and let it run to its end: ${run.replay}`
            : `Run it without --abort to see what the whole plan would have shown: ${whole}`,
        figure: `The run was aborted after ${after}: ${aborted}`,
      },
    ]
  if (!interrupted) return []
  return [
    {
      kind: 'interruption',
      weight: 'blocks',
      about: null,
      action: `Let it run to its end: ${run.replay}`,
      figure: `It was stopped after ${after}, and nothing is known of what it would have shown then.`,
    },
  ]
}

function flows({ load, run }: Report): Advice[] {
  return (load.flows ?? []).flatMap((flow): Advice[] => {
    const { name, offered, completed } = flow
    const [most] = flow.failures
    if (offered === 0 || completed === offered) return []
    if (completed === 0 && most === undefined && (run.interrupted || run.aborted !== undefined)) return []
    if (completed === 0 && most === undefined)
      return [
        {
          kind: 'flow',
          weight: 'blocks',
          about: name,
          action: `Make the phases longer than one way through the flow ${name}.`,
          figure: `None of its ${counted(offered, 'iteration')} came to its end: ${formatCount(flow.unfinished)} were cut off by the end of their phase.`,
        },
      ]
    if (most === undefined) return []
    return [
      {
        kind: 'flow',
        weight: completed === 0 ? 'blocks' : 'decides',
        about: name,
        action: `Look at step ${most.step} of the flow ${name}, the request ${most.request}: it ends most of the iterations that fail.`,
        figure: `${formatCount(flow.failed)} of ${counted(offered, 'iteration')} failed, ${shareOfFailures(flow, most.count)} of them there (${most.kind}).`,
      },
    ]
  })
}

function shareOfFailures({ failed }: ReportedFlow, count: number): string {
  return failed === 0 ? formatCount(count) : formatShare(count / failed)
}

function setup({ run }: Report): Advice[] {
  const failed = run.setup?.failed ?? []
  const [first] = failed
  if (first === undefined) return []
  return [
    {
      kind: 'setup',
      weight: 'blocks',
      about: first.step,
      action: 'Mend the renewal of the setup: requests went on with what was captured before.',
      figure: `It failed ${times(failed.length)}, at step ${first.step} for the first time ${formatDuration(first.atSeconds)} into the run: ${first.reason}`,
    },
  ]
}

/** What is observed, with a quarter of room, is an objective that the service meets today. */
const ROOM = 1.25

function nothingJudged({ sla, alerts, load, generator }: Report): Advice[] {
  if (sla.some(({ implied }) => implied === undefined) || alerts.some(({ expected }) => expected !== null)) return []
  // What an overloaded generator measured is no measure of what the service can keep.
  const p95 = generator.overloaded ? null : load.total.responseTime.p95
  const proposal =
    p95 === null ? 'p95 < 1s' : `p95 < ${formatDuration(Number((p95 * ROOM).toPrecision(2)), 2).replace('µs', 'us')}`
  return [
    {
      kind: 'nothing-judged',
      weight: 'blocks',
      about: null,
      action: `Say what must hold: sla: ['${proposal}', 'errors < 1%'], with the limit that your users need.`,
      figure:
        p95 === null
          ? 'The scenario has no objective of its own and expects nothing of an alert.'
          : `The scenario has no objective of its own and expects nothing of an alert; the P95 was ${formatDuration(p95)}.`,
    },
  ]
}

function evaluators({ witnessAgreement }: Report): Advice[] {
  if (!witnessAgreement || witnessAgreement.agrees) return []
  const apart = witnessAgreement.transitions.filter(({ agrees }) => !agrees)
  const [first] = apart
  const difference =
    first?.differenceSeconds === undefined || first.differenceSeconds === null
      ? 'only one of them saw it'
      : `${formatDuration(Math.abs(first.differenceSeconds))} apart`
  return [
    {
      kind: 'evaluators',
      weight: 'misleads',
      about: first?.alert ?? null,
      action: `Compare the scrapes of Prometheus with those of ${witnessAgreement.control}: the same rules did not do the same on both.`,
      figure: `${counted(apart.length, 'transition')} of ${formatCount(witnessAgreement.transitions.length)} lie further apart than one evaluation (${formatDuration(witnessAgreement.toleranceSeconds)})${first ? `; ${first.alert} ${first.state}: ${difference}` : ''}.`,
    },
  ]
}

/** Bounds are advised from what the run itself shows. */
const SAID_BY_THE_RUN = new Set(['limit-no-bound', 'limit-above-bounds', 'populations'])

function preflight({ run }: Report): Advice[] {
  return (run.preflight?.findings ?? [])
    .filter(({ kind }) => !SAID_BY_THE_RUN.has(kind))
    .map(({ at, write, expected, got, candidates }) => ({
      kind: 'preflight',
      weight: 'misleads',
      about: at,
      action: write === null ? `Look at ${at} of the scenario.` : `Write ${write} at ${at} of the scenario.`,
      figure: `Before the load, expected ${expected}, got ${got}${candidates.length === 0 ? '' : `; there is: ${listed(candidates.slice(0, 5))}`}.`,
    }))
}
