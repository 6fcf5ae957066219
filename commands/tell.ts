// Tells a run's findings to whoever was chosen: the terminal, a CI job's summary page, its annotations, a JUnit file.

import { randomUUID } from 'node:crypto'
import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { assertNever } from '../core/assert-never.ts'
import type { Report } from '../core/report/report.ts'
import { UserError } from '../core/user-error.ts'
import { plainText } from '../reports/figures/plain-text.ts'
import { renderGitHubAnnotations } from '../reports/github/annotations.ts'
import { githubLiteral } from '../reports/github/literal.ts'
import { renderJson } from '../reports/json/report-json.ts'
import { type JUnitPolicy, renderJUnit } from '../reports/junit/junit.ts'
import { renderMarkdown } from '../reports/markdown/report-markdown.ts'
import { renderTerminalSummary } from '../reports/terminal/summary/summary.ts'
import { terminalOptions } from '../reports/terminal/terminal-options.ts'
import type { InconclusivePolicy } from './exit-code.ts'
import type { Reporter } from './reporter.ts'

export interface TellOptions {
  readonly reporters: readonly Reporter[]
  /** The report on stdout, and nothing else there. */
  readonly json: boolean
  readonly quiet: boolean
  readonly policy: JUnitPolicy
}

/** @throws UserError where a file that was named cannot be written */
export async function tell(report: Report, options: TellOptions): Promise<void> {
  if (options.json) process.stdout.write(renderJson(report))
  const out = options.json ? process.stderr : process.stdout
  if (options.quiet) out.write(shown(`${report.verdict}: ${plainText(report.reasons[0] ?? '')}\n`, options))
  for (const reporter of options.reporters) await tellOne(reporter, report, { ...options, out })
}

async function tellOne(
  reporter: Reporter,
  report: Report,
  { out, ...options }: TellOptions & { readonly out: NodeJS.WriteStream },
): Promise<void> {
  switch (reporter.kind) {
    case 'terminal':
      if (!options.quiet) out.write(shown(renderTerminalSummary(report, terminalOptions(out, process.env)), options))
      return
    case 'github':
      out.write(renderGitHubAnnotations(report, { workspace: process.env.GITHUB_WORKSPACE ?? process.cwd() }))
      return
    case 'markdown':
      return toFile(reporter.file, (file) => appendFile(file, `${renderMarkdown(report)}\n`))
    case 'junit':
      return toFile(reporter.file, (file) => writeFile(file, renderJUnit(report, options.policy)))
    default:
      return assertNever(reporter)
  }
}

/** In a GitHub job, so that the runner takes nothing in it for a command. */
function shown(text: string, { reporters }: TellOptions): string {
  return reporters.some(({ kind }) => kind === 'github') ? githubLiteral(text, randomUUID()) : text
}

async function toFile(file: string, write: (file: string) => Promise<void>): Promise<void> {
  const path = resolve(file)
  try {
    await mkdir(dirname(path), { recursive: true })
    await write(path)
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error)
    throw new UserError(`--reporter ${file}: expected a file that can be written to, got ${got}`, { cause: error })
  }
}

/** CI systems count a skipped test as no failure: only where the exit code says failure does the file say so too. */
export function junitPolicy(policy: InconclusivePolicy): JUnitPolicy {
  return { inconclusive: policy === 'fail' ? 'failure' : 'skipped' }
}
