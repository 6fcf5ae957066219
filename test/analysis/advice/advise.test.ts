import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advise } from '../../../analysis/advice/advise.ts'
import { ADVICE_WEIGHTS } from '../../../core/report/advice.ts'
import type { AlertFinding, Report, SlaFinding } from '../../../core/report/report.ts'
import { anyReport } from '../../support/hostile-reports.ts'
import { sampleFlow } from '../../support/sample-flow.ts'
import { SAMPLE_NAMES, SAMPLE_REPORTS } from '../../support/sample-reports.ts'

const spike: Report = SAMPLE_REPORTS['passing-spike']
const [latency, , errors] = spike.sla as [SlaFinding, SlaFinding, SlaFinding, SlaFinding]
const [alert] = spike.alerts as [AlertFinding]
const baselinePhase = spike.load.phases[1] as Report['load']['phases'][number]

function changed(parts: Partial<Report>): Report {
  return { ...spike, ...parts }
}

function withAlert(parts: Partial<AlertFinding>, others: Partial<Report> = {}): Report {
  return changed({ verdict: 'fail', alerts: [{ ...alert, ...parts }], ...others })
}

/** An alert on a P95 above 1s over a minute, for half of one, that has to fire 45s after the spike began. */
const WATCHED: Partial<AlertFinding> = {
  finding: 'fail',
  watches: { quantile: 0.95, thresholdSeconds: 1, rangeSeconds: 60 },
  expects: { kind: 'fires', fires: { after: 'spike', withinSeconds: 45 }, resolves: null },
  detectionSeconds: null,
  resolutionSeconds: null,
  transitions: [{ at: 0.5, state: 'inactive', value: null }],
}

/** Seconds of the spike in which the exact quantiles and the estimate were these. */
function timelineOf(seconds: number, slot: number, window: number, estimate: number): Report['timeline'] {
  const quantiles = (p95: number) => ({ p50: p95, p95, p99: p95 })
  return Array.from({ length: 100 }, (_, i) => {
    const isSlow = i >= 25 && i < 25 + seconds
    return {
      second: i,
      phase: i < 25 ? 'baseline' : i < 45 ? 'spike' : 'recovery',
      offered: 20,
      completed: 20,
      errors: 0,
      timeouts: 0,
      slot: quantiles(isSlow ? slot : 0.1),
      window: quantiles(isSlow ? window : 0.1),
      estimate: isSlow ? estimate : 0.15,
      alerts: {},
    }
  })
}

const leading = (report: Report) => {
  const [first] = advise(report)
  return (
    first && {
      kind: first.kind,
      weight: first.weight,
      about: first.about,
      ...(first.change && { change: first.change }),
    }
  )
}

const CUT: Partial<Report> = {
  verdict: 'inconclusive',
  run: { ...spike.run, interrupted: false, aborted: 'abortOn: errors > 50% for 2s', durationSeconds: 26 },
}

const NOTHING: Report['load']['total'] = {
  ...spike.load.total,
  offered: 0,
  completed: 0,
  errors: 0,
  timeouts: 0,
  unfinished: 0,
}

const BASELINE: NonNullable<Report['baseline']> = {
  folder: 'before',
  startedAt: '2026-11-22T04:36:12.345Z',
  verdict: 'pass',
  margin: 0.1,
  differences: [],
  findings: [],
}

const REGRESSION: NonNullable<Report['baseline']>['findings'][number] = {
  quantile: 0.95,
  before: 0.1,
  after: 0.14,
  difference: 0.4,
  interval: { lower: 0.3, upper: 0.5 },
  finding: 'fail',
  reason: 'slower',
}

interface Case {
  readonly sentence: string
  readonly report: Report
  readonly first: NonNullable<ReturnType<typeof leading>>
  /** What its figure says. */
  readonly figure: RegExp
}

const cases: Case[] = [
  {
    sentence: 'a spike that never was slow enough asks for more load, or a lower threshold',
    report: withAlert({ ...WATCHED, reason: 'It did not fire.' }, { timeline: timelineOf(20, 0.6, 0.4, 0.45) }),
    first: {
      kind: 'load',
      weight: 'decides',
      about: alert.name,
      change: { what: 'threshold', from: 1, to: 0.48 },
    },
    figure: /P95 of the slowest second was 600ms .* threshold is 1s/,
  },
  {
    sentence: 'slow seconds that drown in the range ask for a shorter range',
    report: withAlert(WATCHED, { timeline: timelineOf(20, 3, 0.8, 0.9) }),
    first: { kind: 'range', weight: 'decides', about: alert.name, change: { what: 'range', from: 60, to: 20 } },
    figure: /up to 3s, for 20s in a row; over 60s it came to 800ms/,
  },
  {
    sentence: 'an estimate below a threshold that users were above asks for a bound there',
    report: withAlert(
      { ...WATCHED, watches: { quantile: 0.95, thresholdSeconds: 1.5, rangeSeconds: 60 } },
      { timeline: timelineOf(20, 1.8, 1.7, 1.2) },
    ),
    first: { kind: 'bound', weight: 'decides', about: alert.name, change: { what: 'bound', add: 1.5 } },
    figure: /exact P95 came to 1\.7s, what the rule drew to 1\.2s\. 1\.5s lies inside the bucket from 1s to 2s/,
  },
  {
    sentence: 'a threshold above the highest bound can never be seen',
    report: withAlert(
      { ...WATCHED, watches: { quantile: 0.95, thresholdSeconds: 5, rangeSeconds: 60 } },
      { timeline: timelineOf(20, 8, 8, 5) },
    ),
    first: { kind: 'highest-bound', weight: 'decides', about: alert.name, change: { what: 'bound', add: 10 } },
    figure: /highest bound is 5s.*threshold is 5s/,
  },
  {
    sentence: 'an alert that was pending for less than its for asks for a shorter one',
    report: withAlert({
      ...WATCHED,
      transitions: [
        { at: 0.5, state: 'inactive', value: null },
        { at: 34, state: 'pending', value: 1.2 },
        { at: 59, state: 'inactive', value: null },
      ],
    }),
    first: { kind: 'for', weight: 'decides', about: alert.name, change: { what: 'for', from: 30, to: 20 } },
    figure: /pending for 25s at the longest, and for asks 30s/,
  },
  {
    sentence: 'an alert that fired a little late asks for a for that is shorter by that',
    report: withAlert({
      ...WATCHED,
      detectionSeconds: 55,
      transitions: [
        { at: 0.5, state: 'inactive', value: null },
        { at: 50, state: 'pending', value: 1.2 },
        { at: 80, state: 'firing', value: 4 },
      ],
    }),
    first: { kind: 'for', weight: 'decides', about: alert.name, change: { what: 'for', from: 30, to: 20 } },
    figure: /fired 55s after spike began, 10s too late: 25s until it was pending, then for 30s/,
  },
  {
    sentence: 'an alert whose for leaves no room for that asks for a shorter range',
    report: withAlert({
      ...WATCHED,
      forSeconds: 5,
      detectionSeconds: 65,
      transitions: [
        { at: 85, state: 'pending', value: 1.2 },
        { at: 90, state: 'firing', value: 4 },
      ],
    }),
    first: { kind: 'range', weight: 'decides', about: alert.name, change: { what: 'range', from: 60, to: 30 } },
    figure: /60s until it was pending, then for 5s/,
  },
  {
    sentence: 'an alert that was firing before asks for a calm beginning',
    report: withAlert({ ...WATCHED, transitions: [{ at: 10, state: 'firing', value: 4 }] }),
    first: { kind: 'load', weight: 'decides', about: alert.name },
    figure: /fired 10s into the run, in baseline with its P95 of 118ms, and spike began at 25s/,
  },
  {
    sentence: 'a run that ended before the deadline asks for a longer phase',
    report: withAlert({
      ...WATCHED,
      finding: 'inconclusive',
      expects: { kind: 'fires', fires: { after: 'spike', withinSeconds: 200 }, resolves: null },
    }),
    first: {
      kind: 'phase-length',
      weight: 'decides',
      about: alert.name,
      change: { what: 'phase-length', phase: 'recovery', from: 60, to: 180 },
    },
    figure: /ended 118s before the deadline/,
  },
  {
    sentence: 'a false alarm asks for a bound at its threshold',
    report: withAlert({
      ...WATCHED,
      watches: { quantile: 0.95, thresholdSeconds: 3, rangeSeconds: 60 },
      expects: { kind: 'never' },
      transitions: [{ at: 60, state: 'firing', value: 4.5 }],
      atFiring: { atSeconds: 60, quantile: 0.95, estimate: 4.5, exact: 2 },
    }),
    first: { kind: 'bound', weight: 'decides', about: alert.name, change: { what: 'bound', add: 3 } },
    figure: /saw a P95 of 4\.5s, and the exact one of the same window was 2s\. 3s lies inside the bucket from 2s to 5s/,
  },
  {
    sentence: 'an alert whose range had no second that was slow enough was a false alarm, too',
    report: withAlert(
      {
        ...WATCHED,
        watches: { quantile: 0.95, thresholdSeconds: 0.15, rangeSeconds: 10 },
        expects: { kind: 'never' },
        transitions: [{ at: 60, state: 'firing', value: 0.19 }],
      },
      { timeline: timelineOf(20, 3, 3, 3) },
    ),
    first: { kind: 'bound', weight: 'decides', about: alert.name, change: { what: 'bound', add: 0.15 } },
    figure:
      /fired 60s into the run, in recovery, and no second of its range had an exact P95 above 100ms\. 150ms lies inside/,
  },
  {
    sentence: 'an alert that was right says so',
    report: withAlert({
      ...WATCHED,
      expects: { kind: 'never' },
      transitions: [{ at: 60, state: 'firing', value: 4.5 }],
      atFiring: { atSeconds: 60, quantile: 0.95, estimate: 4.5, exact: 4.2 },
    }),
    first: { kind: 'service', weight: 'decides', about: alert.name, change: { what: 'for', from: 30, to: 90 } },
    figure: /fired 60s into the run, in recovery: the exact P95 of its window was 4\.2s, above its threshold of 1s/,
  },
  {
    sentence: 'an alert that was pending at the end asks for a longer run',
    report: withAlert({
      ...WATCHED,
      finding: 'inconclusive',
      expects: { kind: 'never' },
      transitions: [{ at: 97.4, state: 'pending', value: 4.5 }],
    }),
    first: {
      kind: 'phase-length',
      weight: 'decides',
      about: alert.name,
      change: { what: 'phase-length', phase: 'recovery', from: 60, to: 90 },
    },
    figure: /pending for 10s when the run ended, and fires after 30s/,
  },
  {
    sentence: 'an alert that keeps firing although users are served well asks for a shorter range',
    report: withAlert(
      {
        ...WATCHED,
        detectionSeconds: 39,
        resolutionSeconds: 51,
        expects: {
          kind: 'fires',
          fires: { after: 'spike', withinSeconds: 45 },
          resolves: { after: 'recovery', withinSeconds: 30 },
        },
        transitions: [
          { at: 64, state: 'firing', value: 4 },
          { at: 96, state: 'inactive', value: null },
        ],
      },
      { timeline: timelineOf(22, 3, 3, 3) },
    ),
    first: { kind: 'range', weight: 'decides', about: alert.name, change: { what: 'range', from: 60, to: 20 } },
    figure: /21s too late, although users were served well from 2s into it on/,
  },
  {
    sentence: 'an alert that no rule file has asks for its rule',
    report: withAlert({
      ...WATCHED,
      finding: 'inconclusive',
      expression: '',
      transitions: [],
      reason: 'No alert rule.',
    }),
    first: { kind: 'rule', weight: 'blocks', about: alert.name },
    figure: /No alert rule\./,
  },
  {
    sentence: 'a rule whose alert can never fire comes before everything that follows from it',
    report: withAlert(WATCHED, {
      rules: [
        {
          rule: alert.name,
          file: 'a/latency.rules.yml',
          line: 5,
          severity: 'error',
          message: 'the highest bound is 5s',
          meaningless: false,
          neverFires: true,
          alerts: [alert.name],
        },
      ],
    }),
    first: { kind: 'rule', weight: 'blocks', about: alert.name },
    figure: /the highest bound is 5s/,
  },
  {
    sentence: 'an objective of too few requests asks for a longer phase',
    report: changed({
      verdict: 'inconclusive',
      sla: [
        { ...latency, finding: 'inconclusive', settling: { moreRequests: 600 }, interval: { lower: 0.2, upper: 0.4 } },
      ],
    }),
    first: {
      kind: 'more-requests',
      weight: 'decides',
      about: 'p95 < 300ms during baseline',
      change: { what: 'phase-length', phase: 'baseline', from: 20, to: 50 },
    },
    figure: /300ms lies within the 95% interval of what was observed, 200ms to 400ms\. At 20\/s they take 30s/,
  },
  {
    sentence: 'an objective whose seconds differ asks for several runs',
    report: changed({
      verdict: 'inconclusive',
      sla: [{ ...latency, finding: 'inconclusive', settling: { moreRequests: null } }],
    }),
    first: { kind: 'more-requests', weight: 'decides', about: 'p95 < 300ms during baseline' },
    figure: /differ by more than chance/,
  },
  {
    sentence: 'a service that is too slow says in which phase',
    report: changed({ verdict: 'fail', sla: [{ ...latency, during: null, finding: 'fail', observed: 4.21 }] }),
    first: { kind: 'service', weight: 'decides', about: 'p95 < 300ms' },
    figure: /It was 4\.21s, the limit is 300ms\. .*By phase, the P95 is highest in spike: 4\.31s \(baseline 118ms/,
  },
  {
    sentence: 'a service that completes less than is offered has found its limit',
    report: changed({
      verdict: 'fail',
      load: { ...spike.load, phases: [{ ...baselinePhase, offeredRate: 100, achievedRate: 62 }] },
      sla: [{ ...latency, finding: 'fail', observed: 4.21 }],
    }),
    first: {
      kind: 'capacity',
      weight: 'decides',
      about: 'p95 < 300ms during baseline',
      change: { what: 'rate', from: 100, to: 62 },
    },
    figure: /completed 62\/s of the 100\/s that were offered/,
  },
  {
    sentence: 'a response time that is waiting says so',
    report: changed({
      verdict: 'fail',
      load: {
        ...spike.load,
        phases: [{ ...baselinePhase, responseTime: { ...baselinePhase.responseTime, p95: 2 } }],
      },
      sla: [{ ...latency, finding: 'fail', observed: 2 }],
    }),
    first: { kind: 'queueing', weight: 'decides', about: 'p95 < 300ms during baseline' },
    figure: /Of a P95 of 2s, 1\.88s passed before a connection was free; once sent, it was 118ms/,
  },
  {
    sentence: 'errors say how most of them ended',
    report: changed({
      verdict: 'fail',
      load: {
        ...spike.load,
        total: {
          ...spike.load.total,
          completed: 4700,
          errors: 90,
          timeouts: 10,
          errorKinds: { status: 90 },
          unexpectedStatusCodes: { 503: 90 },
        },
      },
      sla: [{ ...errors, finding: 'fail', observed: 0.0208 }],
    }),
    first: { kind: 'errors', weight: 'decides', about: 'errors < 1%' },
    figure: /^2\.08% failed, the limit is 1%: 90 with status 503 and 10 timed out\./,
  },
  {
    sentence: 'too few connections come first, with their number',
    report: changed({
      verdict: 'inconclusive',
      generator: { ...spike.generator, backlogMax: 90, inFlightMax: 256 },
      sla: [{ ...latency, finding: 'inconclusive', doubt: 'too-few-connections', doubtReason: '', observed: 2 }],
    }),
    first: { kind: 'connections', weight: 'blocks', about: null, change: { what: 'connections', to: 505 } },
    figure: /^Up to 90 requests waited for one/,
  },
  {
    sentence: 'a simulated run is to be run',
    report: changed({
      verdict: 'inconclusive',
      simulation: {
        verdict: 'pass',
        machine: { wakeLatenessSeconds: 0, exchangeSeconds: 0, restartSeconds: 0, scrapeSeconds: 0 },
      },
    }),
    first: { kind: 'simulation', weight: 'blocks', about: null },
    figure: /^Nothing was sent: 107s of virtual time, of which the model's verdict is pass\.$/,
  },
  {
    sentence: 'answers beyond what is read say why',
    report: changed({
      verdict: 'inconclusive',
      load: {
        ...spike.load,
        total: { ...spike.load.total, errorKinds: { unreadable: 12 } },
        firstErrors: [
          { request: 'predict', kind: 'unreadable', count: 12, atSeconds: 6, reason: 'more than 8 MB', answer: null },
        ],
      },
      sla: [{ ...errors, finding: 'inconclusive', doubt: 'unreadable', doubtReason: '' }],
    }),
    first: { kind: 'scenario', weight: 'blocks', about: null },
    figure: /^12 answers could not be read.*: more than 8 MB\.$/,
  },
  {
    sentence: 'a mistake of the scenario comes before the errors that it makes',
    report: changed({
      verdict: 'inconclusive',
      load: {
        ...spike.load,
        total: { ...spike.load.total, completed: 0, errors: 4800 },
        probableMistakes: [{ request: 'predict', kind: 'status', count: 4800, mistake: 'path', reason: '' }],
      },
      sla: [{ ...errors, finding: 'fail', observed: 1 }],
    }),
    first: { kind: 'scenario', weight: 'blocks', about: 'predict' },
    figure: /^All 4,800 requests of predict failed alike/,
  },
  {
    sentence: 'a scenario that asks nothing is told an objective that the service meets',
    report: changed({ verdict: 'inconclusive', sla: [{ ...errors, implied: true }], alerts: [] }),
    first: { kind: 'nothing-judged', weight: 'blocks', about: null },
    figure: /the P95 was 4\.21s/,
  },
  {
    sentence: 'a histogram that was not counted says what to mend',
    report: changed({
      verdict: 'inconclusive',
      server: null,
      crossCheck: [],
      populations: null,
      uncounted: { kind: 'severalProcesses', reason: 'The counts fall and come back (400, 20, 410).' },
    }),
    first: { kind: 'metrics', weight: 'blocks', about: null },
    figure: /400, 20, 410/,
  },
  {
    sentence: 'a run that was stopped is to be run to its end',
    report: changed({ verdict: 'inconclusive', run: { ...spike.run, interrupted: true, durationSeconds: 12 } }),
    first: { kind: 'interruption', weight: 'blocks', about: null },
    figure: /stopped after 12s/,
  },
  {
    sentence: 'an unlike population leads with the counts',
    report: changed({
      populations: {
        clientAnswered: 4800,
        serverObserved: 2400,
        serverExact: null,
        note: null,
        mismatch: { kind: 'fewer', difference: -2400, possibleCauses: ['unscraped instance'], excludedCauses: [] },
      },
      crossCheck: spike.crossCheck.map((row) => ({ ...row, comparable: false, error: null, relativeError: null })),
    }),
    first: { kind: 'populations', weight: 'misleads', about: null },
    figure: /counted 2,400 requests, the client got 4,800 answers: 2,400 \(50%\) are missing/,
  },
  {
    sentence: 'a quantile above the highest bound asks for one above it',
    report: changed({
      crossCheck: [
        {
          ...(spike.crossCheck[1] as Report['crossCheck'][number]),
          estimate: 5,
          exactClient: 7.3,
          error: -2.3,
          relativeError: -0.315,
          bucket: { lower: 5, upper: '+Inf' },
        },
      ],
    }),
    first: { kind: 'highest-bound', weight: 'misleads', about: 'P95', change: { what: 'bound', add: 15 } },
    figure: /P95 is 5s, the exact one 7\.3s \(−32%\)/,
  },
  {
    sentence: 'interpolation asks for the bound that mends it',
    report: changed({
      crossCheck: [
        {
          ...(spike.crossCheck[1] as Report['crossCheck'][number]),
          estimate: 4.9,
          exactClient: 2.2,
          error: 2.7,
          relativeError: 1.23,
          betterBound: { bound: 2.5, estimate: 2.3 },
        },
      ],
    }),
    first: { kind: 'bound', weight: 'misleads', about: 'P95', change: { what: 'bound', add: 2.5 } },
    figure: /4\.9s, the exact one 2\.2s \(\+123%\).* with that bound it would be 2\.3s/,
  },
  {
    sentence: 'a histogram in another unit says which',
    report: changed({
      server: {
        ...(spike.server as NonNullable<Report['server']>),
        unit: { name: 'seconds', from: 'convention', suspected: 'milliseconds' },
      },
    }),
    first: {
      kind: 'unit',
      weight: 'blocks',
      about: 'model_latency_seconds',
      change: { what: 'unit', to: 'milliseconds' },
    },
    figure: /read in seconds/,
  },
  {
    sentence: 'a regression says what else differs between the runs',
    report: changed({
      verdict: 'fail',
      baseline: {
        ...BASELINE,
        differences: [{ about: 'environment', what: 'cpu count', before: '4', after: '2' }],
        findings: [REGRESSION],
      },
    }),
    first: { kind: 'baseline', weight: 'decides', about: 'P95' },
    figure: /^It was 100ms, now 140ms \(\+40%\); the margin is 10%\.$/,
  },
  {
    sentence: 'a difference that chance allows for asks for longer runs',
    report: changed({
      verdict: 'inconclusive',
      baseline: {
        ...BASELINE,
        findings: [{ ...REGRESSION, finding: 'inconclusive', interval: { lower: -0.02, upper: 0.3 } }],
      },
    }),
    first: { kind: 'baseline', weight: 'decides', about: 'P95' },
    figure: /anywhere from −2% to \+30%; the margin is 10%/,
  },
  {
    sentence: 'a baseline of something else is to be recorded anew',
    report: changed({
      verdict: 'inconclusive',
      baseline: {
        ...BASELINE,
        differences: [{ about: 'scenario', what: 'load.phases[1].rate', before: '20', after: '40', decisive: true }],
      },
    }),
    first: { kind: 'baseline', weight: 'blocks', about: null },
    figure: /load\.phases\[1\]\.rate was 20, now 40/,
  },
  {
    sentence: 'runs that lie apart are no gate',
    report: changed({
      repeats: {
        runs: [],
        spread: [{ quantile: 0.95, pooled: 0.2, lowest: 0.1, highest: 0.4, variation: 0.6 }],
      },
    }),
    first: { kind: 'repeat', weight: 'misleads', about: 'P95' },
    figure: /from 100ms to 400ms, 60% around 200ms/,
  },
  {
    sentence: 'two evaluators that disagree are to be compared',
    report: changed({
      witnessAgreement: {
        control: 'the embedded evaluator',
        toleranceSeconds: 1,
        agrees: false,
        transitions: [
          { alert: 'Slow', state: 'firing', at: 30, controlAt: 34, differenceSeconds: 4, agrees: false },
          { alert: 'Slow', state: 'inactive', at: 60, controlAt: 60, differenceSeconds: 0, agrees: true },
        ],
      },
    }),
    first: { kind: 'evaluators', weight: 'misleads', about: 'Slow' },
    figure: /^1 transition of 2 lie further apart than one evaluation \(1s\); Slow firing: 4s apart\.$/,
  },
  {
    sentence: 'what the preflight warned of is to be written',
    report: changed({
      run: {
        ...spike.run,
        preflight: {
          requests: [],
          findings: [
            {
              kind: 'own-scrapes',
              severity: 'warning',
              at: 'target.metrics.match',
              expected: 'requests of this scenario alone',
              got: 'those for the metrics too',
              candidates: [],
              write: 'match: x',
            },
          ],
        },
      },
    }),
    first: { kind: 'preflight', weight: 'misleads', about: 'target.metrics.match' },
    figure: /^Before the load, expected requests of this scenario alone, got those for the metrics too\.$/,
  },
  {
    sentence: 'scrapes that come too late ask for a longer interval',
    report: changed({
      server: {
        ...(spike.server as NonNullable<Report['server']>),
        scrapes: { succeeded: 2, failed: 13, slowestSeconds: 3.2, timedOut: 13, unreachable: 0 },
      },
    }),
    first: { kind: 'scrapes', weight: 'misleads', about: null },
    figure: /^13 of 15 scrapes failed \(86\.7%\), of them 13 timed out; the slowest took 3\.2s\.$/,
  },
  {
    sentence: 'scrapes that come too late while most connections are idle ask for fewer of them first',
    report: changed({
      server: {
        ...(spike.server as NonNullable<Report['server']>),
        scrapes: { succeeded: 24, failed: 9, slowestSeconds: 1, timedOut: 9, unreachable: 0 },
      },
      generator: { ...spike.generator, inFlightMax: 9 },
      load: {
        ...spike.load,
        connections: { ...(spike.load.connections as NonNullable<Report['load']['connections']>), opened: 256 },
      },
    }),
    first: { kind: 'scrapes', weight: 'misleads', about: null },
    figure: /The run opened 256 connections and never had more than 9 requests under way\.$/,
  },
  {
    sentence: 'matchers that accept the same series are to be narrowed',
    report: changed({
      routes: [
        {
          requests: ['login'],
          match: '{route=~"/.*"}',
          crossCheck: [],
          populations: null,
          overlaps: [{ match: '{route="/cart"}', series: 'x{route="/cart"}' }],
        },
      ],
    }),
    first: { kind: 'matchers', weight: 'misleads', about: 'login' },
    figure: /Both it and '\{route="\/cart"\}' accept x\{route="\/cart"\}/,
  },
  {
    sentence: 'a kill switch asks for what the service did then',
    report: changed({
      verdict: 'inconclusive',
      run: {
        ...spike.run,
        durationSeconds: 40,
        aborted: 'errors > 50% for 10s',
        abortRule: {
          rule: 'errors > 50% for 10s',
          fromSeconds: 28,
          toSeconds: 38,
          least: 0.7,
          unbounded: false,
          unit: 'share',
        },
      },
    }),
    first: { kind: 'abort-rule', weight: 'blocks', about: 'errors > 50% for 10s' },
    figure: /ended the run after 40s: it was at least 70% in each second from 28s to 38s/,
  },
  {
    sentence: 'a flow that nobody finished names its step',
    report: changed({
      verdict: 'inconclusive',
      load: {
        ...spike.load,
        flows: [
          sampleFlow({
            offered: 20,
            completed: 0,
            failed: 20,
            unfinished: 0,
            failures: [{ step: 2, request: 'checkout', kind: 'status', count: 15 }],
          }),
        ],
      },
    }),
    first: { kind: 'flow', weight: 'blocks', about: 'buy' },
    figure: /^20 of 20 iterations failed, 75% of them there \(status\)\.$/,
  },
  {
    sentence: 'a run in which all is well becomes a baseline',
    report: spike,
    first: { kind: 'gate', weight: 'improves', about: null },
    figure: /what can still be seen is whether it gets slower/,
  },
]

describe('advise', () => {
  it.each(cases)('$sentence', ({ report, first, figure }) => {
    expect(leading(report)).toEqual(first)
    expect(advise(report)[0]?.figure).toMatch(figure)
  })

  it.each([
    [
      'errors that were answered at once are no queue',
      changed({
        verdict: 'fail',
        load: { ...spike.load, phases: [{ ...baselinePhase, offeredRate: 100, achievedRate: 62, errors: 760 }] },
        sla: [{ ...latency, finding: 'fail', observed: 4.21 }],
      }),
      ['capacity'],
    ],
    [
      'a run that was stopped in its warm-up has phases that are measured, and requests',
      changed({ ...CUT, load: { ...spike.load, phases: [], total: NOTHING } }),
      ['no-traffic', 'no-answer'],
    ],
    [
      'requests that were cut off with the run got no answer for that',
      changed({ ...CUT, load: { ...spike.load, total: { ...NOTHING, offered: 9, unfinished: 9, interrupted: 9 } } }),
      ['no-traffic', 'no-answer'],
    ],
    [
      'phases that were cut short are not to be longer than they were',
      changed({
        ...CUT,
        sla: [{ ...latency, finding: 'inconclusive', settling: { moreRequests: 600 } }],
        alerts: [{ ...alert, ...WATCHED, finding: 'inconclusive' }],
      }),
      ['more-requests', 'phase-length', 'rule', 'for', 'range'],
    ],
    [
      'an alert that is undecided although it fired late has no for to blame',
      withAlert({
        ...WATCHED,
        finding: 'inconclusive',
        detectionSeconds: 55,
        transitions: [
          { at: 50, state: 'pending', value: 1.2 },
          { at: 80, state: 'firing', value: 4 },
        ],
      }),
      ['for', 'range', 'deadline', 'service'],
    ],
    [
      'an alert that is undecided although it fired does not accuse the service',
      withAlert({
        ...WATCHED,
        finding: 'inconclusive',
        expects: { kind: 'never' },
        transitions: [{ at: 60, state: 'firing', value: 4.5 }],
        atFiring: { atSeconds: 60, quantile: 0.95, estimate: 4.5, exact: 4.2 },
      }),
      ['service', 'bound', 'for'],
    ],
    [
      'an alert that is undecided for a saturated generator says nothing of its rule',
      withAlert({ ...WATCHED, finding: 'inconclusive' }, { generator: { ...spike.generator, saturated: true } }),
      ['for', 'range', 'bound', 'load', 'data'],
    ],
    [
      'a run that was cut short does not ask for a longer baseline',
      changed({ ...CUT, baseline: { ...BASELINE, findings: [{ ...REGRESSION, finding: 'inconclusive' }] } }),
      ['baseline'],
    ],
  ] as const)('%s', (_, report, kinds) => {
    const advice = advise(report)
    expect(
      advice.filter(
        ({ kind, weight }) => weight !== 'misleads' && weight !== 'improves' && kinds.some((each) => each === kind),
      ),
    ).toEqual([])
    expect(advice.length).toBeGreaterThan(0)
  })

  it.each([
    [
      'node cli.js scenario a.yaml --seed 1 --abort 0s --repeat 2',
      /^Run it without --abort .*: node cli\.js scenario a\.yaml --seed 1 --repeat 2$/,
    ],
    [
      'node cli.js scenario a.yaml --seed 1 --abort 5s',
      /^Run it without --abort .*: node cli\.js scenario a\.yaml --seed 1$/,
    ],
    [
      'node cli.js scenario a.yaml --seed 1',
      /^Mend what ended it before its time, .*: node cli\.js scenario a\.yaml --seed 1$/,
    ],
  ])('runs again without what aborted %s', (replay, action) => {
    const report = changed({ verdict: 'inconclusive', run: { ...spike.run, aborted: 'no rows are left', replay } })
    expect(advise(report)[0]?.action).toMatch(action)
  })

  it('takes what an overloaded generator measured in several runs for no spread of the service', () => {
    const spread = [{ quantile: 0.95, pooled: 0.2, lowest: 0.1, highest: 0.4, variation: 0.6 }]
    const generator = { ...spike.generator, fit: false, overloaded: true }
    const advice = advise(changed({ verdict: 'inconclusive', generator, repeats: { runs: [], spread } }))
    expect(advice.map(({ kind }) => kind)).not.toContain('repeat')
  })

  it('says of a difference that is not known no more than that', () => {
    const finding = {
      ...REGRESSION,
      finding: 'inconclusive' as const,
      interval: { lower: null, upper: 0.3 },
      reason: 'R',
    }
    const [first] = advise(changed({ verdict: 'inconclusive', baseline: { ...BASELINE, findings: [finding] } }))
    expect(first).toMatchObject({ kind: 'baseline', action: expect.stringMatching(/is not known\.$/), figure: 'R' })
  })

  it('lowers no rate where the generator was not busy, and proposes no limit from what it measured', () => {
    const generator = { ...spike.generator, fit: false, overloaded: true, saturated: false, waitingForCoreShare: 0 }
    const idle = advise(
      changed({
        verdict: 'inconclusive',
        sla: [],
        alerts: [],
        generator: { ...generator, eventLoopUtilization: 0.06 },
      }),
    )
    expect(idle[0]?.action ?? idle[1]?.action).not.toMatch(/rate|threads/)
    expect(idle.find(({ kind }) => kind === 'generator')?.action).toMatch(/^Find what kept the generator/)
    expect(idle.find(({ kind }) => kind === 'nothing-judged')?.figure).not.toMatch(/P95/)
    const busy = advise(changed({ verdict: 'inconclusive', generator: { ...generator, eventLoopUtilization: 0.98 } }))
    expect(busy.find(({ kind }) => kind === 'generator')?.action).toMatch(/lower the rate below/)
  })

  it.each(SAMPLE_NAMES)('has advice on %s, what matters most first, each once', (name) => {
    const advice = advise(SAMPLE_REPORTS[name])
    const weights = advice.map(({ weight }) => ADVICE_WEIGHTS.indexOf(weight))
    expect(weights).toEqual([...weights].sort((a, b) => a - b))
    expect(new Set(advice.map(({ action }) => action)).size).toBe(advice.length)
  })

  it('says of every failing and undecided finding what to do, of an overloaded generator nothing but that', () => {
    const unfit = advise(SAMPLE_REPORTS['inconclusive-unfit'])
    expect(unfit.filter(({ weight }) => weight === 'blocks').map(({ kind }) => kind)).toEqual(['generator'])
    expect(unfit.some(({ weight }) => weight === 'decides')).toBe(false)
  })

  it.each([...cases.map(({ report }) => report), ...Object.values(SAMPLE_REPORTS)])(
    'writes sentences without holes (%#)',
    (report) => {
      for (const { action, figure } of advise(report)) {
        expect(action).toMatch(/\S$/)
        expect(figure).toMatch(/\S/)
        expect(`${action} ${figure}`).not.toMatch(/\b(?:undefined|NaN|null|Infinity)\b/)
      }
    },
  )

  it('says something of every run that did not pass, whatever the texts in its report', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        if (report.verdict !== 'pass') expect(advise(report).length).toBeGreaterThan(0)
        else expect(advise(report).some(({ weight }) => weight === 'decides')).toBe(false)
      }),
    )
  })
})
