/** Completion for bash, 3.2 and newer; it asks for nothing but bash itself. */
import type { Command } from './command.ts'
import { ALWAYS, type Follows, firstWords, secondWords, single, type Typable, typable } from './completion-words.ts'

export function bashScript(all: readonly Command[]): string {
  const commands = typable(all)
  const first = firstWords(commands)
  const groups = first.filter(word => secondWords(commands, word).length > 0)
  return `# bash completion for backhaul, made by: backhaul completion bash
_backhaul() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} one= two= command= i word
  COMPREPLY=()
  # bash takes --option=word apart at the sign.
  if [[ $cur == = ]]; then cur=
  elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    [[ $word == -* ]] && continue
    if [[ -z $one ]]; then one=$word; elif [[ -z $two ]]; then two=$word; fi
  done
  case $one in
    '') _backhaul_words ${single([...first, 'help', ...ALWAYS].join(' '))}; return ;;
${groups
  .map(word => {
    const seconds = secondWords(commands, word)
    return `    ${word})
      case $two in
        ${seconds.join('|')}) command="$one $two" ;;
        *) _backhaul_words ${single(seconds.join(' '))}; return ;;
      esac ;;`
  })
  .join('\n')}
    *) command=$one ;;
  esac
  case "$command $prev" in
${commands.flatMap(optionCases).join('\n')}
  esac
  case $command in
${commands.map(commandCase).join('\n')}
    help) _backhaul_words ${single([...first, 'settings'].join(' '))} ;;
  esac
}
_backhaul_words() {
  local IFS=$' \\t\\n'
  COMPREPLY=($(compgen -W "$1" -- "$cur"))
}
_backhaul_paths() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen "$1" -- "$cur"))
}
complete -F _backhaul backhaul
`
}

const optionCases = ({ name, options }: Typable): string[] =>
  options.flatMap(({ flag, follows }) =>
    follows === null ? [] : [`    ${single(`${name} ${flag}`)}) ${offered(follows)}; return ;;`],
  )

function commandCase({ name, takes, options }: Typable): string {
  const flags = `_backhaul_words ${single(options.map(({ flag }) => flag).join(' '))}`
  if (takes === null || takes === 'anything') return `    ${single(name)}) ${flags} ;;`
  return `    ${single(name)}) if [[ $cur == -* ]]; then ${flags}; else ${offered(takes)}; fi ;;`
}

function offered(follows: Follows): string {
  if (follows === 'file') return '_backhaul_paths -f'
  if (follows === 'folder') return '_backhaul_paths -d'
  return follows === 'anything' ? ':' : `_backhaul_words ${single(follows.words.join(' '))}`
}
