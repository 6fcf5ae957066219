// The `run` part of a report: when, where and with what.

import { availableParallelism } from 'node:os'
import type { BrokenRule } from '../analysis/abort/abort-rules.ts'
import type { ReportedRun } from '../core/report/report.ts'
import type { Peer } from '../core/route/peer.ts'
import type { LoadResult } from '../core/run/load-result.ts'
import type { PreflightRecord } from '../core/run/preflight/preflight.ts'
import type { RunRecord } from '../core/run/run-record.ts'
import { shownPath } from '../core/text/shown-path.ts'
import { formatPath } from '../scenario-file/mistakes/scenario-error.ts'
import type { RunFacts } from './run-observer.ts'
import type { RunSetup } from './setup/run-setup.ts'
import { harnessVersion } from './version.ts'

type Described = Pick<RunSetup, 'scenario' | 'workers' | 'folder' | 'replay' | 'repeat' | 'cwd'>

export function reportRun(setup: Described, load: LoadResult, facts: RunFacts): ReportedRun {
  const { startedAt, problems, aborted, brokenRule, preflight } = facts
  const { seed } = setup.scenario.load
  return {
    startedAt: startedAt.toISOString(),
    durationSeconds: load.endSeconds,
    seed,
    interrupted: load.interrupted && aborted === null,
    ...(aborted === null ? {} : { aborted }),
    ...(brokenRule === null ? {} : { abortRule: reportedRule(brokenRule) }),
    ...(preflight === null ? {} : { preflight: reportedPreflight(preflight) }),
    harnessVersion,
    nodeVersion: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpuCount: availableParallelism(),
    workers: setup.workers,
    folder: setup.folder ?? '',
    replay: setup.replay(seed, setup.repeat),
    problems,
    ...(load.setup && { setup: load.setup }),
    ...(setup.scenario.service.kind === 'target' && { target: reportTarget(facts, load.peer, setup.cwd) }),
  }
}

function reportTarget({ route = {}, host }: RunFacts, peer: Peer, cwd: string): NonNullable<ReportedRun['target']> {
  const { socket, addresses, tls } = route
  return {
    ...(socket !== undefined && { socket: shownPath(socket, cwd) }),
    ...(host !== undefined && { host }),
    ...(addresses && { choice: addresses.choice, knownAddresses: [...addresses.known] }),
    addresses: [...peer.addresses],
    tls: peer.tls && { ...peer.tls, clientCertificate: tls?.cert !== undefined },
  }
}

function reportedPreflight({ requests, findings }: PreflightRecord): NonNullable<ReportedRun['preflight']> {
  return { requests, findings: findings.map((finding) => ({ ...finding, at: formatPath(finding.at) })) }
}

function reportedRule({ rule, sinceSeconds, atSeconds, least }: BrokenRule): NonNullable<ReportedRun['abortRule']> {
  return {
    rule: rule.text,
    fromSeconds: sinceSeconds,
    toSeconds: atSeconds,
    least: Number.isFinite(least) ? least : null,
    unbounded: !Number.isFinite(least),
    unit: rule.kind === 'quantile' ? 'seconds' : 'share',
  }
}

/** Repeated runs are described as the first of them, with the problems of all. @throws RangeError where there is no run */
export function reportRuns(records: readonly RunRecord[], setup: Described): ReportedRun {
  const runs = records.map(({ run }) => run)
  const [first] = runs
  if (first === undefined) throw new RangeError('expected at least one run')
  const { aborted, abortRule } = runs.find((run) => run.aborted !== undefined) ?? {}
  return {
    ...first,
    folder: setup.folder ?? '',
    replay: setup.replay(first.seed, setup.repeat),
    durationSeconds: runs.reduce((sum, run) => sum + run.durationSeconds, 0),
    interrupted: runs.some(({ interrupted }) => interrupted),
    ...(aborted === undefined ? {} : { aborted }),
    ...(abortRule === undefined ? {} : { abortRule }),
    problems: [...new Set(runs.flatMap(({ problems }) => problems))],
  }
}
