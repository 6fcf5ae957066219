// Completion for bash, 3.2 (macOS) and later, without the package bash-completion. Names of files and scenarios are
// compared, never evaluated: a file may have any name.

import type { Completed } from './completed.ts'
import type { CompletedCommand, CompletionModel } from './completion-model.ts'
import { quoted } from './shell-text.ts'

/** @param scenarios that come with the program */
export function bashScript({ program, flags, commands }: CompletionModel, scenarios: readonly string[]): string {
  const first = [...commands.map(({ name }) => name), ...flags.map(({ long }) => long)]
  return `${helpers(scenarios)}
_sla_harness() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} command=\${COMP_WORDS[1]} index=0 i
  COMPREPLY=()
  # bash takes --flag=value apart into three words.
  if [[ $cur == = ]]; then cur=
  elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  # It takes a URL apart as well, at its colons, of which nothing is known.
  if [[ $cur == : || $prev == : ]]; then return; fi
  if ((COMP_CWORD == 1)); then
    _sla_harness_offer ${first.map(quoted).join(' ')}
    return
  fi
  case "$command $prev" in
${commands.flatMap(valueCases).join('\n')}
  esac
  if [[ $cur == -* ]]; then
    case $command in
${commands.map(({ name, flags: own }) => `      ${name}) _sla_harness_offer ${own.map(({ long }) => quoted(long)).join(' ')} ;;`).join('\n')}
    esac
    return
  fi
  # Which of the arguments this is: flags and their values are none.
  for ((i = 2; i < COMP_CWORD; i++)); do
    case "$command \${COMP_WORDS[i]}" in
      ${commands.flatMap(flagsWithValue).map(quoted).join(' | ')})
        ((i++))
        [[ \${COMP_WORDS[i]} == = ]] && ((i++))
        ;;
      *' =' | *' :') ((i++)) ;;
      *' -'*) ;;
      *) ((index++)) ;;
    esac
  done
  case "$command $index" in
${commands.flatMap(argumentCases).join('\n')}
  esac
}

complete -F _sla_harness ${program}
`
}

function helpers(scenarios: readonly string[]): string {
  return `_sla_harness_offer() {
  local word
  for word in "$@"; do
    if [[ $word == "$cur"* ]]; then COMPREPLY+=("$word"); fi
  done
  # Behind an equals sign a value follows.
  if [[ \${#COMPREPLY[@]} == 1 && \${COMPREPLY[0]} == *= ]]; then compopt -o nospace 2>/dev/null; fi
}

_sla_harness_scenarios() {
  local file
  _sla_harness_offer ${scenarios.map(quoted).join(' ')}
  for file in scenarios/*.yaml scenarios/*.yml; do
    if [[ -f $file ]]; then
      file=\${file#scenarios/}
      _sla_harness_offer "\${file%.*}"
    fi
  done
}

_sla_harness_files() {
  local file path
  compopt -o filenames 2>/dev/null
  while IFS= read -r file; do
    path=$file
    if [[ $file == "~/"* ]]; then path=$HOME/\${file:2}; fi
    if [[ -d $path || $1 == all || ( $1 == yaml && ( $file == *.yaml || $file == *.yml ) ) ]]; then
      COMPREPLY+=("$file")
    fi
  done < <(compgen -f -- "$cur")
}
`
}

/** One line a flag that takes a value; one whose value may be anything offers nothing. */
function valueCases({ name, flags }: CompletedCommand): string[] {
  return flags.flatMap(({ long, value }) => {
    if (value === null) return []
    const actions = actionsFor(value.completed)
    // What follows may as well be an argument or another flag.
    if (value.isOptional && actions.length === 0) return []
    return [`    ${quoted(`${name} ${long}`)}) ${[...actions, 'return'].join('; ')} ;;`]
  })
}

function flagsWithValue({ name, flags }: CompletedCommand): string[] {
  return flags.flatMap(({ long, value }) => (value === null || value.isOptional ? [] : [`${name} ${long}`]))
}

function argumentCases({ name, arguments: own }: CompletedCommand): string[] {
  return own.flatMap(({ completed, isVariadic }, i) => {
    const actions = actionsFor(completed)
    if (actions.length === 0) return []
    return [`    ${isVariadic ? `${quoted(`${name} `)}*` : quoted(`${name} ${i}`)}) ${actions.join('; ')} ;;`]
  })
}

function actionsFor({ words, scenarios, files }: Completed): string[] {
  return [
    ...(words.length > 0 ? [`_sla_harness_offer ${words.map(quoted).join(' ')}`] : []),
    ...(scenarios ? ['_sla_harness_scenarios'] : []),
    ...(files === 'none' ? [] : [`_sla_harness_files ${files}`]),
  ]
}
