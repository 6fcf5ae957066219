// Prepares a run: checks its options, reads its files and fills in the defaults.

import { resolve } from 'node:path'
import { type Clock, systemClock } from '../../core/clock.ts'
import type { BucketLayout } from '../../core/histogram/bucket-layout.ts'
import { type Baseline, DEFAULT_MARGIN } from '../../core/run/earlier-run.ts'
import { SILENT_DISPLAY } from '../../core/run/live-display.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { shownPath } from '../../core/text/shown-path.ts'
import { UserError } from '../../core/user-error.ts'
import type { RuleFile } from '../../prometheus/alerting/rule-file.ts'
import { type ClaimedFolder, createOutFolder, createRunFolder } from '../../reports/run-folder/run-folder.ts'
import { loadScenario } from '../../scenario-file/load-scenario.ts'
import { overrideScenario } from '../../scenario-file/override-scenario.ts'
import type { PlanFiles } from '../../scenario-file/resolve/resolve-load-plan.ts'
import { checkGeneratorCount } from '../generators/check-generator-count.ts'
import { type GeneratorChoice, type GeneratorSession, ThreadSession } from '../generators/run-generators.ts'
import type { LayoutRequest } from '../layouts/compare-evidence.ts'
import { observedLayouts, ownLayoutOf, selectLayouts } from '../layouts/select-layouts.ts'
import { commandLine, ownCommand, shellWord } from '../own-command.ts'
import { checkHost } from './check-host.ts'
import { checkOptions } from './check-options.ts'
import type { CheckedRules } from './read-checked-rules.ts'
import { repeatedSeed } from './repeated-seed.ts'
import type { PrometheusChoice, RunOptions } from './run-options.ts'

type FilledIn =
  | 'allowHosts'
  | 'cwd'
  | 'environment'
  | 'workers'
  | 'repeat'
  | 'prometheus'
  | 'display'
  | 'signal'
  | 'replay'
  | 'preflight'

export interface RunSetup extends Readonly<{ [Option in FilledIn]: NonNullable<RunOptions[Option]> }> {
  /** Generators outside this process; null where they are threads of it. */
  readonly generators: GeneratorChoice | null
  /** Of threads, until the way to others is open. */
  readonly session: GeneratorSession
  /** Undefined where no run ends early. */
  readonly abortGraceSeconds: number | undefined
  /** The scenario with the changes that the options make. */
  readonly scenario: Scenario
  readonly rules: RuleFile | null
  /** What the scenario's data sets and uploads hold. */
  readonly files: PlanFiles
  /** What the user should know before anything is sent. */
  readonly warnings: readonly string[]
  readonly baseline: Baseline | null
  /** The bucket layouts to compare on the run; null for none. */
  readonly layouts: LayoutRequest | null
  /** Layouts that the bundled server observes beside its own, so that they can be compared. */
  readonly extraLayouts: readonly BucketLayout[]
  /** Where the report goes; null where nothing is written. */
  readonly folder: string | null
  /** Removes the folder where it was made for this run and is empty. */
  readonly releaseFolder: () => Promise<void>
  readonly clock: Clock
}

const DEFAULT_PROMETHEUS: PrometheusChoice = { kind: 'embedded' }

/** @throws UserError where the run cannot begin: a wrong option, a mistake in a file, a folder that cannot be written to */
export async function setUpRun(given: string | Scenario, options: RunOptions): Promise<RunSetup> {
  checkOptions(options)
  const { cwd = process.cwd() } = options
  const loaded = typeof given === 'string' ? await loadScenario(given, { cwd }) : given
  const scenario = overrideScenario(loaded, options)
  const generators = generatorsOf(options)
  const workers = options.generators ?? options.workers ?? 1
  if (generators !== null) checkGeneratorCount(scenario, generators)
  const layouts = options.layouts ?? (scenario.layouts === undefined ? null : { layouts: scenario.layouts })
  const extraLayouts = layouts === null ? [] : layoutsToObserve(scenario, layouts)
  const prometheus = options.prometheus ?? DEFAULT_PROMETHEUS
  await checkHost(scenario, options, cwd)
  const { rules, warnings } = await checkedRulesOf(scenario, prometheus, cwd)
  const files = await readCheckedFiles(scenario, options.repeat ?? 1, cwd)
  const baseline = await readBaseline(options, cwd)
  // The folder comes last, so that a run that cannot begin leaves no empty folder.
  const folder = await claimFolder(scenario, options, cwd)
  return {
    cwd,
    environment: options.environment ?? process.env,
    allowHosts: options.allowHosts ?? [],
    workers,
    generators,
    session: new ThreadSession(workers),
    repeat: options.repeat ?? 1,
    prometheus,
    display: options.display ?? SILENT_DISPLAY,
    signal: options.signal ?? new AbortController().signal,
    replay:
      options.replay ?? ((seed) => commandLine(ownCommand(), 'scenario', shellWord(scenario.file), [`--seed ${seed}`])),
    abortGraceSeconds: options.abortGraceSeconds,
    preflight: options.preflight ?? true,
    scenario,
    rules,
    files,
    warnings,
    baseline,
    layouts,
    extraLayouts,
    folder: folder?.path ?? null,
    releaseFolder: async () => folder?.release(),
    clock: systemClock,
  }
}

function generatorsOf({ generators, join, run }: RunOptions): GeneratorChoice | null {
  return generators === undefined ? null : { count: generators, join: join ?? null, run: run ?? null }
}

const NO_FILES: PlanFiles = { data: [], uploads: new Map() }

/** What reads them is loaded only where the scenario names a file. */
async function readCheckedFiles(scenario: Scenario, repeat: number, cwd: string): Promise<PlanFiles> {
  const { requests, data = [], load } = scenario
  if (data.length === 0 && !requests.some(({ body }) => body?.kind === 'multipart')) return NO_FILES
  const { readRunFiles } = await import('./read-run-files.ts')
  const { checkDataRows } = await import('./check-data-rows.ts')
  const files = await readRunFiles(scenario, cwd)
  for (let run = 0; run < repeat; run++)
    checkDataRows({ ...scenario, load: { ...load, seed: repeatedSeed(load.seed, run) } }, files.data, cwd)
  return files
}

/** The parser of PromQL is loaded only where the scenario says anything in it. */
async function checkedRulesOf(scenario: Scenario, prometheus: PrometheusChoice, cwd: string): Promise<CheckedRules> {
  const { service, alerts } = scenario
  const hasMatchers = service.kind === 'target' && service.target.metrics !== null
  if (!hasMatchers && alerts.length === 0 && scenario.prometheus.rulesFile === null)
    return { rules: null, warnings: [] }
  const { readCheckedRules } = await import('./read-checked-rules.ts')
  return readCheckedRules(scenario, prometheus, cwd)
}

function layoutsToObserve(scenario: Scenario, { layouts }: LayoutRequest): BucketLayout[] {
  const own = ownLayoutOf(scenario)
  selectLayouts(own, layouts)
  return own === null ? [] : observedLayouts(own, layouts)
}

async function readBaseline({ baseline, margin }: RunOptions, cwd: string): Promise<Baseline | null> {
  if (baseline === undefined) return null
  const { readRun } = await import('../../reports/run-folder/read-run.ts')
  const run = await readRun(lookedUp(baseline, cwd))
  if (run.report.simulation !== undefined)
    throw new UserError(`baseline ${baseline}: expected a run of a service, got one that was simulated`)
  return { run, margin: margin ?? DEFAULT_MARGIN }
}

/** Null where nothing is to be written. @throws UserError where it cannot be written to */
export async function claimFolder(
  { name }: Scenario,
  { out, runs }: RunOptions,
  cwd: string,
): Promise<ClaimedFolder | null> {
  if (out !== undefined) return createOutFolder(resolve(cwd, out))
  return runs === undefined ? null : createRunFolder(name, new Date(), lookedUp(runs, cwd))
}

/** Reports and messages show this path, so it is relative where it lies below the working directory of this process. */
function lookedUp(path: string, cwd: string): string {
  return shownPath(resolve(cwd, path), process.cwd())
}
