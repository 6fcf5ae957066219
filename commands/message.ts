// Messages on stderr and stdout that are no summary: errors, hints, findings of `validate`. They may quote text from
// outside, so all of them go through one filter here.

import { hideSecrets } from '../core/secrets/secrets.ts'
import { plainText } from '../reports/figures/plain-text.ts'

/** One message, of one line or several, as it may be printed. */
export function messageText(message: string): string {
  return hideSecrets(message).split('\n').map(messageLine).join('\n')
}

export function writeMessage(stream: Pick<NodeJS.WriteStream, 'write'>, message: string): void {
  stream.write(`${messageText(message)}\n`)
}

// GitHub's runner takes a line that begins with `::`, or holds `##[`, for a command, whoever printed it.
function messageLine(line: string): string {
  return plainText(line)
    .replace(/^(\s*)::/, '$1: :')
    .replaceAll('##[', '## [')
}
