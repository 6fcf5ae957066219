// What `init` prints at its end.

import type { Environment } from '../../core/environment.ts'
import { hideSecrets } from '../../core/secrets/secrets.ts'
import type { InitResult } from '../../harness/init/run-init.ts'
import { plainText } from '../../reports/figures/plain-text.ts'
import { jsonText } from '../../reports/json/json-text.ts'
import { terminalOptions } from '../../reports/terminal/terminal-options.ts'
import { heading, statement } from '../../reports/terminal/text/section.ts'
import { type Line, line, paint, span } from '../../reports/terminal/text/styled-text.ts'

export function shownResult(
  result: InitResult,
  json: boolean,
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Environment,
): string {
  const { files, remarks, next, draft } = result
  if (json) {
    const objectives = draft.objectives.map(({ text }) => text)
    return hideSecrets(
      jsonText({ name: draft.name, files, objectives, histogram: draft.metrics?.histogram ?? null, remarks, next }),
    )
  }
  const { width, color } = terminalOptions(stream, environment)
  const lines: Line[] = [
    ...heading('Written', [], width),
    ...files.flatMap((file) => statement(line(plainText(file)), width)),
    ...section(
      'To be known first',
      remarks.filter(({ isWarning }) => isWarning),
      width,
    ),
    ...section(
      'Beside that',
      remarks.filter(({ isWarning }) => !isWarning),
      width,
    ),
    [],
    ...heading('Next', [], width),
    ...next.flatMap((command) => statement(line(plainText(command)), width)),
  ]
  return `${hideSecrets(lines.map((each) => paint(each, color)).join('\n'))}\n`
}

function section(title: string, remarks: InitResult['remarks'], width: number): Line[] {
  if (remarks.length === 0) return []
  return [
    [],
    ...heading(title, [], width),
    ...remarks.flatMap(({ isWarning, sentence }) =>
      statement(
        [span(isWarning ? '! ' : '· ', isWarning ? 'inconclusive' : 'quiet'), span(plainText(sentence))],
        width,
      ),
    ),
  ]
}
