// Writes a drill: drill.json for programs, and a summary on the terminal.

import { dirname, join } from 'node:path'
import type { Environment } from '../../core/environment.ts'
import type { DrillReport } from '../../core/report/drill-report.ts'
import { hideSecrets } from '../../core/secrets/secrets.ts'
import { UserError } from '../../core/user-error.ts'
import { plainText } from '../figures/plain-text.ts'
import { jsonText } from '../json/json-text.ts'
import { makeFolder } from '../run-folder/make-folder.ts'
import { isRunFolder, pointLatest } from '../run-folder/run-folder.ts'
import { writeWhole } from '../run-folder/write-whole.ts'
import { terminalOptions } from '../terminal/terminal-options.ts'
import { renderDrill } from './terminal/render-drill.ts'

const DRILL_FILE = 'drill.json'

interface Stream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

export interface DrillOutput {
  readonly folder: string
  /** A file that gets the Markdown too. */
  readonly markdown?: string | undefined
  readonly json: boolean
  readonly quiet: boolean
  readonly stdout: Stream
  readonly stderr: Stream
  readonly environment: Environment
}

/** @throws UserError where a file cannot be written; what was found is printed all the same */
export async function publishDrill(report: DrillReport, output: DrillOutput): Promise<void> {
  const { folder, json, quiet, stdout, stderr, environment } = output
  const text = hideSecrets(jsonText(report))
  const failure = await writeFiles(folder, text).catch((error: unknown) => error)
  if (json) stdout.write(text)
  const out = json ? stderr : stdout
  const page = failure === undefined ? join(folder, DRILL_FILE) : null
  const shown = quiet
    ? `${plainText(report.headline)}\n`
    : renderDrill(report, { ...terminalOptions(out, environment), page })
  out.write(hideSecrets(shown))
  if (failure !== undefined) throw failure
}

async function writeFiles(folder: string, json: string): Promise<undefined> {
  try {
    await makeFolder(folder)
    await writeWhole(join(folder, DRILL_FILE), json)
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error)
    throw new UserError(`${folder}: expected a folder that can be written to, got ${got}`, { cause: error })
  }
  const name = dirname(folder).split(/[/\\]/).at(-1) ?? ''
  if (isRunFolder(folder, name)) await pointLatest(folder)
}
