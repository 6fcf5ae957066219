// What every command that runs a scenario does: the run itself, watched and interruptible, and its files.

import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { systemClock } from '../core/clock.ts'
import type { LayoutsReport } from '../core/report/layout-comparison.ts'
import type { Report } from '../core/report/report.ts'
import type { Scenario } from '../core/scenario/scenario.ts'
import { UserError } from '../core/user-error.ts'
import type { HarnessOptions, PrometheusChoice } from '../harness/harness-options.ts'
import type { LayoutRequest } from '../harness/layouts/compare-evidence.ts'
import { evidenceOfRun } from '../harness/layouts/run-evidence.ts'
import { comparedLayouts, observedLayouts, ownLayoutOf } from '../harness/layouts/select-layouts.ts'
import type { Repetition } from '../harness/repetition.ts'
import { harnessVersion } from '../harness/report-run.ts'
import { runArtifacts } from '../harness/run-artifacts.ts'
import { type RepeatedScenarioRun, runRepeatedly, runScenario, type ScenarioRun } from '../harness.ts'
import { type LiveServer, startLiveServer } from '../reports/live-server.ts'
import { createOutFolder, createRunFolder, RUNS_FOLDER } from '../reports/run-folder.ts'
import { type LiveDisplay, liveDisplay } from '../reports/terminal/live-display.ts'
import { writeReports } from '../reports/write-reports.ts'
import type { JUnitPolicy } from '../reports/writers/junit.ts'
import { interruptSignal } from './interrupt.ts'

export interface RunSettings {
  /** The report's folder; left out for the usual one. */
  readonly out?: string
  readonly quiet?: boolean
  readonly workers: number
  readonly prometheus: PrometheusChoice
  /** The earlier run to judge against. */
  readonly baseline?: NonNullable<HarnessOptions['baseline']>
  /** Ends the run early, this long after it is lost; left out: never. */
  readonly abortGraceSeconds?: number
  /** 1 for a single run. */
  readonly repeat: number
  readonly policy?: JUnitPolicy
  /** The port of a page that shows the run while it is on, 0 for any; left out for none. */
  readonly uiPort?: number
  /** The command that runs the same again, and the one that runs it once with another seed. */
  readonly replay: string
  readonly replayOf: (seed: number) => string
}

export interface ReportedOutcome {
  readonly report: Report
  /** Whether the user stopped it. */
  readonly interrupted: boolean
}

/** @param compared the bucket layouts to compare on the run; null for none */
export async function runAndReport(
  scenario: Scenario,
  settings: RunSettings,
  compared: LayoutRequest | null,
): Promise<ReportedOutcome> {
  const { out, quiet, workers, prometheus, baseline, abortGraceSeconds, repeat, replay, replayOf } = settings
  const own = ownLayoutOf(scenario)
  // Before the run: what is wrong with them must not cost one.
  if (compared) comparedLayouts(own, compared.layouts)
  const page = settings.uiPort === undefined ? null : await openLivePage(settings.uiPort)
  let display = displayOf(quiet)
  const signal = interruptSignal(() =>
    display.note('stopping; what was measured is reported (Ctrl-C again leaves at once)'),
  )
  const options: HarnessOptions = {
    folder: await folderOf(scenario, out),
    cwd: process.cwd(),
    environment: process.env,
    workers,
    extraLayouts: own && compared ? observedLayouts(own, compared.layouts) : [],
    prometheus,
    display: shownOn(display, page),
    signal,
    clock: systemClock,
    replay,
    ...(baseline === undefined ? {} : { baseline }),
    ...(abortGraceSeconds === undefined ? {} : { abortGraceSeconds }),
  }
  const repetition: Repetition = {
    count: repeat,
    displayOf(index) {
      display = displayOf(quiet)
      display.note(`run ${index + 1} of ${repeat}`)
      return shownOn(display, page)
    },
    replayOf,
  }
  try {
    const done = repeat > 1 ? await runRepeatedly(scenario, options, repetition) : await runScenario(scenario, options)
    const report = { ...done.report, ...(compared && (await layoutsOf(scenario, done, compared))) }
    await writeRun({ ...done, report }, scenario, settings.policy)
    await page?.finish(await readFile(join(report.run.folder, 'report.html'), 'utf8'), report.verdict)
    return { report, interrupted: signal.aborted }
  } finally {
    await page?.close()
  }
}

/** @throws UserError where the port is taken */
async function openLivePage(port: number): Promise<LiveServer> {
  try {
    const page = await startLiveServer({ harnessVersion, port })
    process.stderr.write(`live view: ${page.url}\n`)
    return page
  } catch (error) {
    throw new UserError(`--ui: expected a port that is free, got ${port} (${(error as Error).message})`, {
      cause: error,
    })
  }
}

function shownOn(display: LiveDisplay, page: LiveServer | null): Pick<LiveDisplay, 'start' | 'update' | 'stop'> {
  if (page === null) return display
  return {
    start(state) {
      display.start(state)
      page.start(state)
    },
    update(state) {
      display.update(state)
      page.update(state)
    },
    stop() {
      display.stop()
      page.stop()
    },
  }
}

/** Of repeated runs, each has a folder of its own in that of all of them. */
async function writeRun(
  done: ScenarioRun | RepeatedScenarioRun,
  scenario: Scenario,
  policy: JUnitPolicy | undefined,
): Promise<void> {
  const write = async (run: ScenarioRun) =>
    writeReports(run.report.run.folder, run.report, await runArtifacts(run, scenario), policy)
  for (const run of 'runs' in done ? done.runs : []) await write(run)
  await write(done)
}

function displayOf(quiet: boolean | undefined): LiveDisplay {
  return quiet ? SILENT : liveDisplay({ stream: process.stderr, env: process.env, exit: process })
}

const SILENT: LiveDisplay = { start: () => {}, update: () => {}, note: () => {}, stop: () => {} }

async function layoutsOf(scenario: Scenario, run: ScenarioRun, compared: LayoutRequest): Promise<LayoutsReport | null> {
  const evidence = await evidenceOfRun(scenario, run)
  if (evidence === null) return null
  // Seldom asked for, and prom-client with it.
  const { compareEvidence } = await import('../harness/layouts/compare-evidence.ts')
  return compareEvidence(evidence, compared)
}

function folderOf(scenario: Scenario, out: string | undefined): Promise<string> {
  return out === undefined ? createRunFolder(scenario.name, new Date(), RUNS_FOLDER) : createOutFolder(resolve(out))
}
