# Within the shell of zsh-completions.zsh: prints completions as they are added, and ends with the first tab.

compadd() {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
    builtin compadd "$@"
    return
  fi
  local -a offered
  builtin compadd -A offered "$@"
  local each
  for each in $offered; do print -r -- $'\r\n'"OFFERED:$each"; done
  builtin compadd "$@"
}

end-of-completions() { print -r -- $'\r\n'END-OF-COMPLETIONS; exit }

compprefuncs=()
comppostfuncs=(end-of-completions)
bindkey '^I' complete-word
