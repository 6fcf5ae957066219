// Runs a scenario from the command line: shows its progress, lets Ctrl-C stop it, and serves its live page.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { pairDisplays, SILENT_DISPLAY } from '../../core/run/live-display.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { UserError } from '../../core/user-error.ts'
import { type RunOutcome, runScenario } from '../../harness/run-scenario.ts'
import type { RunOptions } from '../../harness/setup/run-options.ts'
import { harnessVersion } from '../../harness/version.ts'
import type { LiveServer } from '../../reports/live/live-server.ts'
import { RUNS_FOLDER } from '../../reports/run-folder/run-folder.ts'
import { liveDisplay } from '../../reports/terminal/live/live-display.ts'
import { writeMessage } from '../message.ts'
import { interruptSignal } from '../process/interrupt.ts'

export interface WatchedRun {
  /** No progress on stderr. */
  readonly quiet?: boolean
  /** The port of a page that shows the run while it is on, 0 for any; left out for no page. */
  readonly uiPort?: number | undefined
}

export interface WatchedOutcome extends RunOutcome {
  /** Whether the user stopped it. */
  readonly interrupted: boolean
}

export async function runWatched(
  scenario: Scenario,
  options: RunOptions,
  { quiet, uiPort }: WatchedRun,
): Promise<WatchedOutcome> {
  const progress = quiet ? SILENT_DISPLAY : liveDisplay({ stream: process.stderr, env: process.env, exit: process })
  const signal = interruptSignal(() =>
    progress.note?.('stopping; what was measured is reported (Ctrl-C again leaves at once)'),
  )
  const page = uiPort === undefined ? null : await openLivePage(uiPort)
  const display = page === null ? progress : pairDisplays(progress, page)
  try {
    const outcome = await runScenario(scenario, { runs: RUNS_FOLDER, display, signal, ...options })
    if (outcome.unkept !== null) writeMessage(process.stderr, outcome.unkept)
    if (page !== null) await showReport(page, outcome)
    return { ...outcome, interrupted: signal.aborted }
  } finally {
    await page?.close()
  }
}

/** The page ends with the command, so that the file is what can be looked at again. */
async function showReport(page: LiveServer, { folder, verdict }: RunOutcome): Promise<void> {
  const file = folder === null ? null : join(folder, 'report.html')
  const text = file === null ? null : await readFile(file, 'utf8').catch(() => null)
  if (file === null || text === null) return
  await page.finish(text, verdict)
  writeMessage(process.stderr, `live view: it has ended; the report is ${pathToFileURL(file).href}`)
}

/** @throws UserError where the port is taken */
async function openLivePage(port: number): Promise<LiveServer> {
  try {
    const { startLiveServer } = await import('../../reports/live/live-server.ts')
    const page = await startLiveServer({ harnessVersion, port })
    process.stderr.write(`live view: ${page.url}\n`)
    return page
  } catch (error) {
    throw new UserError(`--ui: expected a port that is free, got ${port} (${(error as Error).message})`, {
      cause: error,
    })
  }
}
