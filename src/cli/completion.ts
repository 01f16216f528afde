import { type Command, EXIT, UsageError } from './command.ts'
import { bashScript } from './completion-bash.ts'
import { fishScript } from './completion-fish.ts'
import { zshScript } from './completion-zsh.ts'

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const
const SHELLS = Object.keys(SCRIPTS) as (keyof typeof SCRIPTS)[]

export const completion: Command = {
  name: 'completion',
  summary: 'Teach a shell to complete the command line',
  about: `Prints a script for ${SHELLS.join(', ')} that completes commands, options, the words an option can be, files and folders. Print it anew after an upgrade.`,
  takes: { name: 'SHELL', required: true, words: SHELLS },
  options: {},
  examples: [
    {
      line: 'backhaul completion bash > ~/.local/share/bash-completion/completions/backhaul',
      does: 'For bash; it is loaded when it is first needed.',
    },
    { line: 'backhaul completion zsh > ~/.zfunc/_backhaul', does: 'For zsh, with ~/.zfunc in $fpath before compinit.' },
    { line: 'backhaul completion fish > ~/.config/fish/completions/backhaul.fish', does: 'For fish.' },
    { line: 'source <(backhaul completion bash)', does: 'To try it out in this shell.' },
  ],

  async run({ positionals, out, everyCommand }) {
    const shell = SHELLS.find(known => known === positionals[0])
    if (shell === undefined)
      throw new UsageError(`SHELL must be one of ${SHELLS.join(', ')}; it is ${JSON.stringify(positionals[0])}.`)
    const script = SCRIPTS[shell](await everyCommand())
    out.give({ shell, script })
    out.say(script.trimEnd())
    return EXIT.ok
  },
}
