/** Completion for zsh, with what each command and option means beside it. */
import type { Command } from './command.ts'
import { type Follows, firstWords, secondWords, single, type Typable, typable } from './completion-words.ts'

export function zshScript(all: readonly Command[]): string {
  const commands = typable(all)
  const first = firstWords(commands)
  return `#compdef backhaul
# zsh completion for backhaul, made by: backhaul completion zsh
_backhaul() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C '1: :->first' '*:: :->rest' && return
  case $state in
    first)
      local -a first=(
${first.map(word => `        ${single(described(word, aboutFirst(commands, word)))}`).join('\n')}
        ${single(described('help', 'More about a command, or the settings'))}
      )
      _describe command first ;;
    rest)
      case $words[1] in
${first.map(word => restCase(commands, word)).join('\n')}
        help) _values topic ${[...first, 'settings'].join(' ')} ;;
      esac ;;
  esac
}
_backhaul "$@"
`
}

/** A colon ends the word that is described. */
const described = (word: string, about: string): string => `${word.replaceAll(':', '\\:')}:${about}`

function aboutFirst(commands: readonly Typable[], word: string): string {
  const seconds = secondWords(commands, word)
  return seconds.length > 0 ? seconds.join(', ') : (commands.find(({ name }) => name === word)?.summary ?? '')
}

function restCase(commands: readonly Typable[], word: string): string {
  const seconds = secondWords(commands, word)
  const lone = commands.find(({ name }) => name === word)
  if (seconds.length === 0) return `        ${word}) ${lone ? argumentsOf(lone) : ':'} ;;`
  return `        ${word})
          if (( CURRENT == 2 )); then
            local -a second=(${seconds
              .map(second =>
                single(described(second, commands.find(({ name }) => name === `${word} ${second}`)?.summary ?? '')),
              )
              .join(' ')})
            _describe command second
          else
            shift words; (( CURRENT-- ))
            case $words[1] in
${seconds
  .map(second => {
    const command = commands.find(({ name }) => name === `${word} ${second}`)
    return `              ${second}) ${command ? argumentsOf(command) : ':'} ;;`
  })
  .join('\n')}
            esac
          fi ;;`
}

function argumentsOf({ takes, options }: Typable): string {
  const flags = options.map(({ flag, means, follows }) =>
    single(`${flag}[${bracketed(means)}]${follows === null ? '' : `: :${offered(follows)}`}`),
  )
  return ['_arguments', ...flags, ...(takes === null ? [] : [single(`1: :${offered(takes)}`)])].join(' ')
}

const bracketed = (text: string): string => text.replaceAll(/[[\]:\\]/g, '\\$&')

function offered(follows: Follows): string {
  if (follows === 'file') return '_files'
  if (follows === 'folder') return '_files -/'
  return follows === 'anything' ? ' ' : `(${follows.words.join(' ')})`
}
