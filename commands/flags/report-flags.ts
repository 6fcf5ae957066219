// The flags of commands that write a report without a run: where it goes, how much of it is printed, and what an expectation
// that cannot be told counts as.

import type { Command } from 'commander'
import type { InconclusivePolicy } from '../exit-code.ts'
import { flag } from './flag.ts'

export interface ReportFlags {
  readonly out?: string
  readonly markdown?: string
  readonly json?: boolean
  readonly quiet?: boolean
  readonly inconclusive: InconclusivePolicy
}

/** @param folder of all its reports */
export function addReportFlags(command: Command, folder: string): Command {
  return command
    .addOption(flag('--out <folder>', `where to write (default: ${folder}/<rules>/<UTC time>)`))
    .addOption(flag('--markdown <file>', 'write the Markdown there too, as a comment on a pull request'))
    .addOption(flag('--json', 'print the report as JSON on stdout, and nothing else there'))
    .addOption(flag('--quiet', 'no progress, and a summary of one line'))
    .addOption(
      flag('--inconclusive <policy>', 'what an expectation that cannot be told exits as')
        .choices(['fail', 'pass', 'inconclusive'])
        .default('inconclusive'),
    )
}
