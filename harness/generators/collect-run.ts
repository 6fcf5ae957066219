// Judges a run whose coordinator died: of what its generators had delivered, a report is made as of any run, which says
// what is missing. Then the broker forgets it.

import type { Environment } from '../../core/environment.ts'
import type { CollectedRun } from '../../core/report/report.ts'
import type { RunDescription } from '../../core/run/generators/run-description.ts'
import type { LoadResult } from '../../core/run/load-result.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { counted, listed } from '../../core/text/plural.ts'
import { connectBroker } from '../../generators/broker/connect-broker.ts'
import { readCredentials } from '../../generators/broker/credentials.ts'
import { Denials } from '../../generators/broker/denials.ts'
import { parseJoinAddress } from '../../generators/broker/join-address.ts'
import { forgetRun } from '../../generators/broker/run-stream.ts'
import { checkRunName } from '../../generators/broker/subjects.ts'
import { type FoundRun, findLeftRun } from '../../generators/collect/find-left-run.ts'
import { NothingLeft } from '../../generators/collect/nothing-left.ts'
import type { JournalEntry } from '../../generators/wire/journal-entry.ts'
import { gatherLoad } from '../../load/gather-load.ts'
import type { JUnitPolicy } from '../../reports/junit/junit.ts'
import { keepRuns } from '../../reports/run-folder/keep-runs.ts'
import { judgeOne } from '../judged-run.ts'
import { runArtifacts } from '../run-artifacts.ts'
import type { RunOutcome } from '../run-outcome.ts'
import { claimFolder } from '../setup/run-setup.ts'
import { harnessVersion } from '../version.ts'

export interface CollectOptions {
  readonly run: string
  readonly join: string
  /** Where the report goes; where it is left out, below `runs`. */
  readonly out?: string | undefined
  readonly runs: string
  /** The broker goes on keeping it. */
  readonly keep: boolean
  readonly environment: Environment
  readonly cwd: string
  readonly junit: JUnitPolicy
  readonly signal: AbortSignal
  readonly say: (line: string) => void
}

/**
 * @returns null where the signal was aborted
 * @throws UserError where there is no such run, or nothing of it can be judged
 */
export async function collectRun(options: CollectOptions): Promise<RunOutcome | null> {
  const { join, environment, signal, say, keep } = options
  const run = checkRunName(options.run)
  const address = parseJoinAddress(join)
  const credentials = await readCredentials(environment)
  const connection = await connectBroker({
    address,
    credentials,
    name: `sla-harness collect ${run}`,
    patienceSeconds: 0,
    signal,
  })
  if (connection === null) return null
  const denials = new Denials(connection, { address, credentials })
  try {
    const { shown } = address
    const found = await findLeftRun({ connection, denials, run, program: harnessVersion, signal, say, shown })
    if (found === null) return null
    const outcome = await concludeLeft(found, options)
    if (!keep) await forgetRun(connection, run, say)
    return outcome
  } catch (error) {
    if (error instanceof NothingLeft && !keep) await forgetRun(connection, run, say)
    throw error
  } finally {
    await connection.close()
  }
}

async function concludeLeft(
  found: FoundRun,
  { out, runs, cwd, junit, run: name }: CollectOptions,
): Promise<RunOutcome> {
  const left = leftOf(found, name)
  const folder = await claimFolder(left.description.scenario, { out, runs }, cwd)
  const path = folder?.path ?? ''
  try {
    const judged = judgeOne(recordOf(left, path))
    const kept = await keepRuns(path, [{ report: judged.report, artifacts: () => runArtifacts(judged, null) }], junit)
    const report = kept.reports[0] ?? judged.report
    return { verdict: report.verdict, reasons: report.reasons, report, folder: kept.folder, unkept: kept.problem }
  } catch (error) {
    await folder?.release()
    throw error
  }
}

interface Left {
  readonly description: RunDescription
  readonly load: LoadResult
  readonly startedAt: Date
  readonly lateMessages: number
}

type EntryOf<Kind> = Extract<JournalEntry, { readonly kind: Kind }>

/** @throws UserError where nothing had been sent */
function leftOf({ journal, results }: FoundRun, run: string): Left {
  const entriesOf = <Kind extends JournalEntry['kind']>(kind: Kind) =>
    journal.filter((entry): entry is EntryOf<Kind> => entry.kind === kind)
  const [begun] = entriesOf('run')
  const segments = entriesOf('segment')
  const [first] = segments
  if (begun === undefined || first === undefined)
    throw new NothingLeft(`run ${run}: its coordinator died before anything was sent, so there is nothing to judge`)
  const { scenario } = begun.description
  const losses = entriesOf('lost')
  let lateMessages = 0
  const generators = begun.machines.map((machine, generator) => {
    const { messages = [], failure = null } = results[generator] ?? {}
    const lost = losses.find((loss) => loss.generator === generator)
    const counted = lost === undefined ? messages : messages.slice(0, lost.messages)
    lateMessages += messages.length - counted.length
    const unread = failure === null ? null : { reason: failure, noticedSeconds: 0 }
    return { machine, messages: counted, lost: lost ?? unread }
  })
  const load = gatherLoad({
    plan: { ...scenario.load, requests: scenario.requests, ...(scenario.flows && { flows: scenario.flows }) },
    segments: segments.map(({ firstPhase, endPhase, startSeconds, epochSeconds }) => ({
      ...{ firstPhase, endPhase, startSeconds, epochSeconds },
      isMeasured: scenario.load.phases[firstPhase]?.measured ?? false,
    })),
    generators,
    timers: segments.at(-1)?.timers ?? first.timers,
  })
  return { description: begun.description, load, startedAt: new Date(first.epochAtUnixMs), lateMessages }
}

function recordOf({ description, load, startedAt, lateMessages }: Left, folder: string): RunRecord {
  const { scenario, redactedScenario, workers, replay, ledBy } = description
  const collected: CollectedRun = { missing: missingOf(scenario), lateMessages }
  return {
    scenario,
    redactedScenario,
    load,
    prometheus: null,
    exact: null,
    run: {
      startedAt: startedAt.toISOString(),
      durationSeconds: load.endSeconds,
      seed: scenario.load.seed,
      interrupted: load.interrupted,
      ...ledBy,
      workers,
      folder,
      replay,
      problems: [collectedInWords(collected)],
      collected,
    },
  }
}

/** What the coordinator alone had. */
function missingOf({ service, alerts, setup }: Scenario): CollectedRun['missing'] {
  const hasMetrics = service.kind === 'bundled' || service.target.metrics !== null
  return [
    ...(hasMetrics ? (['metrics'] as const) : []),
    ...(alerts.length > 0 ? (['alerts'] as const) : []),
    ...(service.kind === 'bundled' ? (['exact-record'] as const) : []),
    ...(setup === undefined ? [] : (['setup'] as const)),
    ...(['preflight', 'clocks'] as const),
  ]
}

const IN_WORDS: Readonly<Record<CollectedRun['missing'][number], string>> = {
  metrics: "the service's metrics",
  alerts: 'what its alerts did',
  'exact-record': "the bundled server's own record",
  setup: 'what became of the setup',
  preflight: 'what was found before the load',
  clocks: "the clocks of the generators' machines",
}

function collectedInWords({ missing, lateMessages }: CollectedRun): string {
  const late =
    lateMessages === 0
      ? ''
      : `; ${counted(lateMessages, 'message')} of generators that had been found lost came after that, and ${lateMessages === 1 ? 'was' : 'were'} left out`
  return `its coordinator died: this report was made of what the generators had delivered, and what the coordinator alone had is missing (${listed(missing.map((each) => IN_WORDS[each]))})${late}`
}
