# Prints what zsh would offer: zsh-completions.zsh <script> <line>. A shell in a pseudo-terminal loads the script and is
# given the line and a tab; what is added to its completions is printed instead of shown. The way of
# https://github.com/Valodim/zsh-capture-completion.

zmodload zsh/zpty || exit 1
zpty z zsh -f -i

zpty -w z "PROMPT= RPROMPT= ; stty -echo; autoload -Uz compinit; compinit -u -d ${(q)1:h}/zcompdump; source ${(q)1}; source ${(q)0:A:h}/zsh-print-completions.zsh; print -r READY"
while zpty -r z line; do [[ $line == *READY* && $line != *print* ]] && break; done

zpty -n -w z "$2"$'\t'
while zpty -r z line; do
  line=${line%%[$'\r\n']*}
  case $line in
    (*END-OF-COMPLETIONS*) break ;;
    (*OFFERED:*) print -r -- "${line##*OFFERED:}" ;;
  esac
done
zpty -d z
