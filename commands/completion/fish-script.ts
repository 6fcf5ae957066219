// Completion for fish. Source: fish's own documentation of `complete`.

import type { Completed } from './completed.ts'
import type { CompletedCommand, CompletedFlag, CompletionModel } from './completion-model.ts'
import { quotedForFish } from './shell-text.ts'

/** @param scenarios that come with the program */
export function fishScript({ program, flags, commands }: CompletionModel, scenarios: readonly string[]): string {
  const start = `complete -c ${program}`
  const atFirst = `${start} -n __sla_harness_needs_command`
  return `function __sla_harness_needs_command
    test (count (commandline -opc)) -eq 1
end

function __sla_harness_in
    set -l words (commandline -opc)
    test (count $words) -gt 1; and test "$words[2]" = "$argv[1]"
end

function __sla_harness_scenarios
    printf '%s\\n' ${scenarios.map(quotedForFish).join(' ')}
    for file in scenarios/*.yaml scenarios/*.yml
        string replace -r '^scenarios/(.*)\\.ya?ml$' '$1' -- $file
    end
end

${start} -f
${flags.map((flag) => `${atFirst} ${flagPart(flag)}`).join('\n')}
${commands.map(({ name, summary }) => `${atFirst} -a ${name} -d ${quotedForFish(summary)}`).join('\n')}
${commands.flatMap((command) => commandLines(command, start)).join('\n')}
`
}

function commandLines({ name, flags, arguments: own }: CompletedCommand, start: string): string[] {
  const within = `${start} -n '__sla_harness_in ${name}'`
  return [
    ...flags.map((flag) => `${within} ${flagPart(flag)}`),
    ...own.flatMap(({ completed }) => {
      const part = offered(completed)
      return part === '' ? [] : [`${within} ${part}`]
    }),
  ]
}

function flagPart({ short, long, summary, value }: CompletedFlag): string {
  const names = `${short === null ? '' : `-s ${short.slice(1)} `}-l ${long.slice(2)}`
  const taken = value === null || value.isOptional ? '' : ` -r ${offered(value.completed) || '-f'}`
  return `${names}${taken} -d ${quotedForFish(summary)}`
}

/** Empty where anything may stand there. */
function offered({ words, scenarios, files }: Completed): string {
  if (words.length > 0) return `-f -a ${quotedForFish(words.join(' '))}`
  const named = scenarios ? ` -a '(__sla_harness_scenarios)'` : ''
  if (files === 'folders') return `-f -a '(__fish_complete_directories)'`
  if (files === 'none') return named === '' ? '' : `-f${named}`
  return `-F${named}`
}
