// What each reporter writes. Apart from how reporters are named (reporters.ts), so that reading a command line loads none of
// the renderers.

import { appendFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Environment } from '../../core/environment.ts'
import type { Report } from '../../core/report/report.ts'
import { renderGitHubAnnotations } from '../github/annotations.ts'
import { type JUnitPolicy, renderJUnit } from '../junit/junit.ts'
import { renderMarkdown } from '../markdown/report-markdown.ts'
import { makeFolder } from '../run-folder/make-folder.ts'
import { renderTerminalSummary } from '../terminal/summary/summary.ts'
import { terminalOptions } from '../terminal/terminal-options.ts'
import { type Reporter, type ReporterName, toFile } from './reporters.ts'

/** What reporters without a file of their own write to. */
export interface ReporterOutput {
  readonly stream: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown }
  readonly environment: Environment
  /** A line has been written instead of a summary. */
  readonly quiet: boolean
  readonly policy: JUnitPolicy
  /** Text in which a CI runner that reads the stream finds no commands. */
  literal(text: string): string
}

/** @param file empty for a reporter that has none */
type Writer = (report: Report, file: string, output: ReporterOutput) => Promise<void> | void

const WRITERS: Readonly<Record<ReporterName, Writer>> = {
  terminal(report, _, { stream, environment, quiet, literal }) {
    if (!quiet) stream.write(literal(renderTerminalSummary(report, terminalOptions(stream, environment))))
  },
  // Appended: the summary of a job may have other parts.
  markdown: (report, file, { environment }) =>
    file === environment.GITHUB_STEP_SUMMARY
      ? // The runner makes the job's summary. Where it is missing, no folder of ours would make it one.
        toFile(`GITHUB_STEP_SUMMARY=${file}`, file, (path) => appendFile(path, `${renderMarkdown(report)}\n`))
      : toFile(`--reporter markdown=${file}`, file, async (path) => {
          await makeFolder(dirname(path))
          await appendFile(path, `${renderMarkdown(report)}\n`)
        }),
  github(report, _, { stream, environment, policy }) {
    const workspace = environment.GITHUB_WORKSPACE ?? process.cwd()
    stream.write(renderGitHubAnnotations(report, { workspace, policy }))
  },
  junit: (report, file, { policy }) =>
    toFile(`--reporter junit=${file}`, file, async (path) => {
      await makeFolder(dirname(path))
      await writeFile(path, renderJUnit(report, policy))
    }),
}

/** @throws UserError where a file that was named cannot be written */
export async function writeTo({ name, file }: Reporter, report: Report, output: ReporterOutput): Promise<void> {
  await WRITERS[name](report, file, output)
}
