// Completion for zsh, by its own `_arguments`. Source: zshcompsys(1).

import type { Completed } from './completed.ts'
import type { CompletedArgument, CompletedCommand, CompletedFlag, CompletionModel } from './completion-model.ts'
import { quoted } from './shell-text.ts'

/** @param scenarios that come with the program */
export function zshScript({ program, flags, commands }: CompletionModel, scenarios: readonly string[]): string {
  const described = commands.map(({ name, summary }) => `    ${quoted(`${name}:${escaped(summary)}`)}`)
  return `_sla_harness_scenarios() {
  local expl
  local -a names
  names=(${scenarios.map(quoted).join(' ')} scenarios/*.(yaml|yml)(N:t:r))
  _wanted scenarios expl scenario compadd -a names
}

_sla_harness_scenarios_or() {
  local -i found=1
  _sla_harness_scenarios && found=0
  "$@" && found=0
  return found
}

_sla_harness() {
  local context state state_descr line
  typeset -A opt_args
  local -a commands
  commands=(
${described.join('\n')}
  )
  _arguments -C \\
${flags.map((flag) => `    ${flagSpec(flag)} \\`).join('\n')}
    '1: :->command' \\
    '*:: :->rest' && return
  case $state in
    command) _describe -t commands command commands ;;
    rest)
      case $words[1] in
${commands.map(commandCase).join('\n')}
      esac
      ;;
  esac
}

if [[ $funcstack[1] == _${program} ]]; then
  _sla_harness "$@"
else
  compdef _sla_harness ${program}
fi
`
}

function commandCase({ name, flags, arguments: own }: CompletedCommand): string {
  const specs = [...flags.map(flagSpec), ...own.map(argumentSpec)]
  return `        ${name})\n          _arguments -S \\\n${specs.map((spec) => `            ${spec}`).join(' \\\n')}\n          ;;`
}

function flagSpec({ short, long, summary, value, repeats }: CompletedFlag): string {
  const explanation = `[${escaped(summary)}]`
  const taken =
    value === null ? '' : `${value.isOptional ? '::' : ':'}${escaped(value.name)}:${actionFor(value.completed)}`
  const names = value === null ? long : `${long}=`
  if (repeats) return quotedSpec(`*${names}${explanation}${taken}`)
  if (short === null) return quotedSpec(`${names}${explanation}${taken}`)
  return `${quotedSpec(`(${short} ${long})`)}{${short},${long}}${quotedSpec(`${explanation}${taken}`)}`
}

function argumentSpec({ name, isVariadic, completed }: CompletedArgument, i: number): string {
  return quotedSpec(`${isVariadic ? '*' : i + 1}:${escaped(name)}:${actionFor(completed)}`)
}

/** Without a colon, which would begin another value; behind a space nothing is put between the words. */
function actionFor({ words, scenarios, files }: Completed): string {
  if (words.length > 0) return `(${words.map(escaped).join(' ')})`
  const byFiles = { all: '_files', yaml: '_files -g "*.(yaml|yml)"', folders: '_files -/', none: '' }[files]
  if (!scenarios) return byFiles || ' '
  return byFiles === '' ? '_sla_harness_scenarios' : ` _sla_harness_scenarios_or ${byFiles}`
}

/** What would end an explanation or a message. */
function escaped(text: string): string {
  return text.replace(/[\\[\]:]/g, '\\$&')
}

function quotedSpec(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
