// Says why a command cannot do its work: on stderr, and where GitHub runs the job beside it and in its summary
// too, because a log alone is seldom read.

import { appendFileSync } from 'node:fs'
import type { Environment } from '../../core/environment.ts'
import { workflowCommand } from '../../core/text/workflow-command.ts'
import { markdownCodeBlock } from '../../reports/markdown/markdown-text.ts'
import { messageText } from '../message.ts'

export interface Mistake {
  /** One line or several, without the last line end. */
  readonly message: string
  readonly exitCode: number
  /** It is on stderr already. */
  readonly isSaid?: boolean
}

/** @param environment where the command runs */
export function reportMistake(
  { message, exitCode, isSaid = false }: Mistake,
  stderr: { write(text: string): unknown },
  environment: Environment,
): void {
  const text = messageText(message)
  if (!isSaid) stderr.write(`${text}\n`)
  if (environment.GITHUB_ACTIONS !== 'true') return
  stderr.write(workflowCommand('error', { title: `SLA harness: exit code ${exitCode}` }, text))
  const heading = `## SLA harness\n\nNothing was judged: exit code ${exitCode}.`
  appendToSummary(`${heading}\n\n${markdownCodeBlock(text, '')}\n`, environment)
}

/** A summary that cannot be written is GitHub's mistake, not the user's. */
function appendToSummary(text: string, { GITHUB_STEP_SUMMARY: file = '' }: Environment): void {
  if (file === '') return
  try {
    appendFileSync(file, text)
  } catch {
    // The annotation says it too.
  }
}
