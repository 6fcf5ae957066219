// Writes a report that needs no run, such as a back-test or a drill: JSON for programs, Markdown for a pull request, a page to
// look at, a summary on the terminal, and a part of the job's summary page where there is one.

import { appendFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Environment } from '../../core/environment.ts'
import { hideSecrets } from '../../core/secrets/secrets.ts'
import { UserError } from '../../core/user-error.ts'
import { plainText } from '../figures/plain-text.ts'
import { toFile } from '../reporters/reporters.ts'
import { makeFolder } from '../run-folder/make-folder.ts'
import { isRunFolder, pointLatest } from '../run-folder/run-folder.ts'
import { writeWhole } from '../run-folder/write-whole.ts'
import { type TerminalOptions, terminalOptions } from '../terminal/terminal-options.ts'
import type { OutputStream } from './output-stream.ts'

/** Where a report goes, and how much of it is printed. */
export interface ReportOutput {
  readonly folder: string
  /** A file that gets the Markdown too. */
  readonly markdown?: string | undefined
  readonly json: boolean
  readonly quiet: boolean
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly environment: Environment
}

export interface RenderedReport {
  /** What its files are called: `drill.json`, `drill.md`, `drill.html`. */
  readonly stem: string
  readonly json: string
  readonly markdown: string
  readonly html: string
  /** Files beside these, by name. */
  readonly others?: Readonly<Record<string, string>>
  /** All that `--quiet` prints. */
  readonly line: string
  /** @param folder null where the files could not be written */
  summary(options: TerminalOptions, folder: string | null): string
}

/** @throws UserError where a file cannot be written; what was found is printed all the same */
export async function publishReport(rendered: RenderedReport, output: ReportOutput): Promise<void> {
  const { stem, line, others = {} } = rendered
  const { folder, json, quiet, stdout, stderr, environment } = output
  const [text, markdown] = [hideSecrets(rendered.json), hideSecrets(rendered.markdown)]
  const files = {
    [`${stem}.json`]: text,
    [`${stem}.md`]: markdown,
    [`${stem}.html`]: hideSecrets(rendered.html),
    ...Object.fromEntries(Object.entries(others).map(([name, other]) => [name, hideSecrets(other)])),
  }
  const failure = await writeFiles(files, markdown, output).catch((error: unknown) => error)
  if (json) stdout.write(text)
  const out = json ? stderr : stdout
  const written = failure === undefined ? folder : null
  const shown = quiet ? `${plainText(line)}\n` : rendered.summary(terminalOptions(out, environment), written)
  out.write(hideSecrets(shown))
  if (failure !== undefined) throw failure
}

async function writeFiles(
  files: Readonly<Record<string, string>>,
  markdown: string,
  { folder, markdown: copy, environment }: ReportOutput,
): Promise<undefined> {
  try {
    await makeFolder(folder)
    for (const [name, text] of Object.entries(files)) await writeWhole(join(folder, name), text)
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
  const { GITHUB_STEP_SUMMARY: summary = '' } = environment
  if (summary !== '')
    await toFile(`GITHUB_STEP_SUMMARY=${summary}`, summary, (path) => appendFile(path, `${markdown}\n`))
}
