/** Where a password comes from: typed unseen and twice, piped in, or made up. Never from the command line, which others on the machine can read. */
import { freshPassword, LEAST_LENGTH } from '../desk/passwords.ts'
import { CommandError, EXIT, type Input, type Option, type Typed, UsageError } from './command.ts'

export const PASSWORD_OPTIONS = {
  generate: { type: 'boolean', means: 'Make the password up and show it, this once' },
  'password-stdin': { type: 'boolean', means: 'Read the password from standard input' },
} as const satisfies Record<string, Option>

export type Chosen = { password: string; isGenerated: boolean }

export async function choosePassword({ values, stdin, out }: Pick<Input, 'values' | 'stdin' | 'out'>): Promise<Chosen> {
  if (values.generate && values['password-stdin'])
    throw new UsageError('--generate and --password-stdin exclude each other.')
  if (values.generate) return { password: freshPassword(), isGenerated: true }
  if (values['password-stdin']) return { password: await piped(stdin), isGenerated: false }
  if (!stdin.isTTY)
    throw new UsageError('There is no terminal to ask for a password: add --generate or --password-stdin.')
  const password = await typed(stdin, out, `Password (at least ${LEAST_LENGTH} letters): `)
  if ((await typed(stdin, out, 'Once more: ')) !== password)
    throw new CommandError('The two were not the same; nothing was changed.')
  return { password, isGenerated: false }
}

/** The first line; its end is not part of the password. */
async function piped(stdin: Typed): Promise<string> {
  let text = ''
  for await (const chunk of stdin) text += chunk
  const password = text.split(/\r?\n/, 1)[0] ?? ''
  if (password === '') throw new CommandError('Standard input held no password.')
  return password
}

const [CTRL_C, CTRL_D, BACKSPACE, DELETE, CTRL_U] = ['\u0003', '\u0004', '\b', '\u007f', '\u0015']

/** One line, while the terminal shows nothing of it. */
function typed(stdin: Typed, out: Input['out'], question: string): Promise<string> {
  out.ask(question)
  stdin.setRawMode?.(true)
  stdin.setEncoding('utf8')
  return new Promise((done, stop) => {
    let letters: string[] = []
    const end = (): void => {
      stdin.off('data', hear)
      stdin.setRawMode?.(false)
      stdin.pause()
      out.note('')
    }
    const hear = (text: string): void => {
      for (const [place, letter] of [...text].entries()) {
        if (letter === CTRL_C || letter === CTRL_D) {
          end()
          return stop(new CommandError('Stopped; nothing was changed.', EXIT.interrupted))
        }
        if (letter === '\r' || letter === '\n') {
          end()
          // What was pasted beyond the line belongs to the next question.
          const rest = [...text].slice(place + 1).join('')
          if (rest !== '') stdin.unshift(rest)
          return done(letters.join(''))
        }
        if (letter === BACKSPACE || letter === DELETE) letters.pop()
        else if (letter === CTRL_U) letters = []
        else if (letter >= ' ') letters.push(letter)
      }
    }
    stdin.on('data', hear)
    stdin.resume()
  })
}
