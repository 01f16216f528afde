import { randomUUID } from 'node:crypto'
import { LANGUAGES } from '../core/languages.ts'
import { trial } from '../mails/trial.ts'
import { isAddress, type Letter, smtpPost } from '../outside/post.ts'
import { type Command, CommandError, EXIT, oneOf, text, UsageError } from './command.ts'

const LIMIT_MS = 60_000

export const mailsTest: Command = {
  name: 'mails test',
  summary: 'Try the mail server out with a mail to yourself',
  about:
    'Sends one mail through the server in BACKHAUL_SMTP_URL, from the address in BACKHAUL_MAIL_FROM, and says what the server answered. Nothing is read from or written to the database.',
  options: {
    to: { type: 'string', value: 'ADDRESS', means: 'Where the mail goes' },
    language: { type: 'string', value: 'CODE', means: 'In which language', default: 'en', words: LANGUAGES },
  },
  examples: [
    { line: 'backhaul mails test --to you@example.com', does: 'After the mail server was set up.' },
    {
      line: 'BACKHAUL_SMTP_URL=smtp://localhost:1025 BACKHAUL_MAIL_FROM=returns@example.com backhaul mails test --to you@example.com',
      does: 'With a mail catcher on this machine.',
    },
  ],
  exits: { 1: 'the server did not take the mail, or none is set up' },

  async run({ values, config, out }) {
    const to = text(values, 'to')
    if (to === undefined || !isAddress(to))
      throw new UsageError('Say with --to where the mail shall go: an e-mail address.')
    const language = oneOf(values, 'language', LANGUAGES) ?? 'en'
    const { mailServer: server, mailFrom: from } = config
    if (server === null)
      throw new CommandError(
        'No mail server is set up, so mails are written and stay here. Set BACKHAUL_SMTP_URL, for example to smtp://user:password@mail.example.com:587.',
      )
    if (from === null)
      throw new CommandError(
        'Nobody has said from which address to write. Set BACKHAUL_MAIL_FROM, for example to returns@example.com.',
      )
    const post = smtpPost(server, from)
    const answer = await post.send(letterTo(to, from, language), AbortSignal.timeout(LIMIT_MS)).finally(post.close)
    const place = `${server.host}:${server.port}`
    if (answer.outcome !== 'sent') throw new CommandError(answer.why)
    out.give({ sent: true, to, from: from.address, server: place })
    out.say(`${place} took the mail to ${to}. If it does not arrive, look into the spam folder, and at what the`)
    out.say(`domain of ${from.address} says about who may send for it (SPF, DKIM, DMARC).`)
    return EXIT.ok
  },
}

const letterTo = (
  to: string,
  from: { name: string | null; address: string },
  language: Parameters<typeof trial>[0],
): Letter => ({
  ...trial(language),
  from: { name: from.name ?? 'Backhaul', address: from.address },
  to,
  replyTo: null,
  messageId: `<${randomUUID()}@${from.address.split('@').at(-1)}>`,
  headers: { 'auto-submitted': 'auto-generated' },
})
