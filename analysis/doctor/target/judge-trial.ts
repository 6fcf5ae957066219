// What one request of each kind, and the metrics around them, showed of requests and histogram.

import type { CheckId, CheckState, DoctorCheck } from '../../../core/doctor/doctor-check.ts'
import type { MetricsFacts, PlacedFinding, TrialFacts } from '../../../core/doctor/target-facts.ts'
import { findingSentence, type PreflightKind } from '../../../core/run/preflight/preflight.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { counted } from '../../../core/text/plural.ts'
import { check, unseen } from '../check.ts'

/** Which check a finding belongs to; null where another judgement tells it. */
function checkOf(kind: PreflightKind): CheckId | null {
  switch (kind) {
    case 'metrics-page':
      return 'metrics-page'
    case 'no-histogram':
    case 'no-buckets':
    case 'no-series':
      return 'histogram'
    case 'counted-elsewhere':
    case 'unmoved':
    case 'populations':
    case 'other-traffic':
    case 'own-scrapes':
      return 'histogram-moving'
    case 'limit-no-bound':
    case 'limit-above-bounds':
      return null
    default:
      return 'requests'
  }
}

/** @param metrics null where the scenario names none, or where no page is there */
export function judgeTrial(trial: TrialFacts, metrics: MetricsFacts | null): readonly DoctorCheck[] {
  const found = (id: CheckId) =>
    worst(
      id,
      trial.findings.filter(({ kind }) => checkOf(kind) === id),
    )
  const page = found('metrics-page')
  const ofMetrics =
    metrics === null
      ? []
      : [found('histogram') ?? histogramSeen(metrics), found('histogram-moving') ?? moving(trial, metrics)]
  return [found('requests') ?? requestsTried(trial), ...(page === null ? [] : [page]), ...ofMetrics]
}

/** The first error, or else the first warning; null where nothing was found. */
function worst(id: CheckId, findings: readonly PlacedFinding[]): DoctorCheck | null {
  const first = findings.find(({ severity }) => severity === 'error') ?? findings[0]
  if (first === undefined) return null
  const { kind, severity, place, write } = first
  const state: CheckState = severity === 'error' ? 'problem' : 'warning'
  const more = findings.length > 1 ? `; and ${counted(findings.length - 1, 'other')}` : ''
  return check(
    id,
    state,
    findingSentence({ ...first, write: null }, place) + more,
    { kind, findings: findings.length },
    write === null ? null : `write ${write}`,
  )
}

function requestsTried({ untried, requests, failure }: TrialFacts): DoctorCheck {
  if (untried !== null) return unseen('requests', `none was sent: ${untried}`)
  if (failure !== null) return check('requests', 'problem', failure, {})
  if (requests.length === 0) return unseen('requests', 'none was tried, for the metrics are wrong already')
  const tried = requests.filter(({ outcome }) => outcome !== 'not tried')
  const completed = tried.filter(({ outcome }) => outcome === 'completed')
  const slowest = Math.max(0, ...tried.flatMap(({ seconds }) => seconds ?? []))
  const figures = { kinds: requests.length, tried: tried.length, completed: completed.length, slowestSeconds: slowest }
  if (tried.length === 0) return check('requests', 'unknown', 'none could be tried by itself', figures)
  const observed = `${completed.length} of ${counted(tried.length, 'kind')} answered as expected, within ${formatDuration(slowest, 2)}`
  if (completed.length === tried.length) return check('requests', 'ok', observed, figures)
  return check(
    'requests',
    'warning',
    observed,
    figures,
    'look at what the service answers: sla-harness scenario … --dry-run shows what is sent',
  )
}

function histogramSeen({ layout }: MetricsFacts): DoctorCheck {
  if (layout === null)
    return unseen('histogram', 'it is not printed so far: some libraries print one only after its first observation')
  const { name, labelSets } = layout
  return check(
    'histogram',
    'ok',
    `${name} is printed${labelSets === null ? '' : `, with ${counted(labelSets, 'label set')}`}`,
    { name, labelSets },
  )
}

/** What is said of the tried requests rests on how many were answered, and how far the histogram moved meanwhile. */
function moving({ untried, counted: tried }: TrialFacts, { layout, movedBy }: MetricsFacts): DoctorCheck {
  const id = 'histogram-moving'
  const figures = { movedByOthers: movedBy, answered: tried?.answered ?? null, counted: tried?.counted ?? null }
  if (layout === null) return unseen(id, 'it is not printed so far')
  if (movedBy === null)
    return check(
      id,
      'unknown',
      'its counts fell while nothing was sent',
      figures,
      'name the page of each process: several seem to answer in turns, or the service was restarted',
    )
  if (movedBy > 0)
    return check(
      id,
      'warning',
      `it moved by ${movedBy} in a second in which nothing was sent`,
      figures,
      'others use the service too: what they send is counted with the run, and cannot be told apart',
    )
  if (untried !== null || tried === null) return check(id, 'unknown', STILL, figures)
  const { answered, counted: by } = tried
  if (answered === 0) return check(id, 'unknown', `${STILL}; nothing was answered that it could have counted`, figures)
  if (by === answered)
    return check(id, 'ok', `it counted what was tried, and stood still while nothing was sent`, figures)
  return check(
    id,
    'unknown',
    `it moved by ${by} while ${counted(answered, 'request')} ${answered === 1 ? 'was' : 'were'} answered, and stood still while nothing was sent`,
    figures,
  )
}

const STILL = 'it stood still while nothing was sent'
