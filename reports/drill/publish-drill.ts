// Writes a drill: drill.json for programs, drill.md for a pull request, drill.html to look at, the proposed rules
// where there are some, a summary on the terminal, and a part of the job's summary page where there is one.

import { appendFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Environment } from '../../core/environment.ts'
import type { DrillReport } from '../../core/report/drill-report.ts'
import { hideSecrets } from '../../core/secrets/secrets.ts'
import { UserError } from '../../core/user-error.ts'
import { plainText } from '../figures/plain-text.ts'
import { jsonText } from '../json/json-text.ts'
import { toFile } from '../reporters/reporters.ts'
import { makeFolder } from '../run-folder/make-folder.ts'
import { isRunFolder, pointLatest } from '../run-folder/run-folder.ts'
import { writeWhole } from '../run-folder/write-whole.ts'
import { terminalOptions } from '../terminal/terminal-options.ts'
import { renderDrillPage } from './html/drill-page.ts'
import { renderDrillMarkdown } from './markdown/drill-markdown.ts'
import { renderDrill } from './terminal/render-drill.ts'

const DRILL_FILE = 'drill.json'
const PROPOSED_FILE = 'proposed.rules.yml'

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
  const { folder, markdown, json, quiet, stdout, stderr, environment } = output
  const texts = {
    json: hideSecrets(jsonText(report)),
    markdown: hideSecrets(renderDrillMarkdown(report)),
    html: hideSecrets(renderDrillPage(report)),
    rules: report.powerCurve?.proposal ? hideSecrets(report.powerCurve.proposal.rules) : null,
  }
  const failure = await writeFiles(folder, texts, markdown, environment).catch((error: unknown) => error)
  if (json) stdout.write(texts.json)
  const out = json ? stderr : stdout
  const page = failure === undefined ? join(folder, 'drill.html') : null
  const proposalFile = failure === undefined && texts.rules !== null ? join(folder, PROPOSED_FILE) : null
  const text = quiet
    ? `${plainText(report.headline)}\n`
    : renderDrill(report, { ...terminalOptions(out, environment), page, proposalFile })
  out.write(hideSecrets(text))
  if (failure !== undefined) throw failure
}

interface WrittenTexts {
  readonly json: string
  readonly markdown: string
  readonly html: string
  /** Null where none are proposed. */
  readonly rules: string | null
}

async function writeFiles(
  folder: string,
  { json, markdown, html, rules }: WrittenTexts,
  copy: string | undefined,
  { GITHUB_STEP_SUMMARY: summary = '' }: Environment,
): Promise<undefined> {
  try {
    await makeFolder(folder)
    await writeWhole(join(folder, DRILL_FILE), json)
    await writeWhole(join(folder, 'drill.md'), markdown)
    await writeWhole(join(folder, 'drill.html'), html)
    if (rules !== null) await writeWhole(join(folder, PROPOSED_FILE), rules)
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error)
    throw new UserError(`${folder}: expected a folder that can be written to, got ${got}`, { cause: error })
  }
  const name = dirname(folder).split(/[/\\]/).at(-1) ?? ''
  if (isRunFolder(folder, name)) await pointLatest(folder)
  if (copy !== undefined)
    await toFile(`--markdown ${copy}`, copy, async (path) => {
      await makeFolder(dirname(path))
      await writeWhole(path, markdown)
    })
  if (summary !== '')
    await toFile(`GITHUB_STEP_SUMMARY=${summary}`, summary, (path) => appendFile(path, `${markdown}\n`))
}
