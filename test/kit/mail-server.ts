/** A mail server of our own that takes mails in, says no where a test wants it to, and remembers what it got. */
import type { AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterAll } from 'vitest'

export type MailServer = {
  port: number
  mails: ParsedMail[]
  /** What the next mails are answered: a code for each, 250 when there is none left. `at` says when. */
  says: { at: 'rcpt' | 'data' | 'mail'; code: number }[]
  /** Everybody that was let in. */
  logins: string[]
}

export async function openMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const heard: MailServer = { port: 0, mails: [], says: [], logins: [] }
  const objection = (at: 'rcpt' | 'data' | 'mail'): Error | null => {
    if (heard.says[0]?.at !== at) return null
    const { code } = heard.says.shift() ?? { code: 250 }
    return Object.assign(new Error(code >= 500 ? 'No such mailbox' : 'Try again later'), { responseCode: code })
  }
  const take = async (stream: Readable, answer: (no: Error | null) => void): Promise<void> => {
    const mail = await simpleParser(stream)
    const no = objection('data')
    if (no === null) heard.mails.push(mail)
    answer(no)
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onMailFrom: (_address, _session, callback) => callback(objection('mail')),
    onRcptTo: (_address, _session, callback) => callback(objection('rcpt')),
    onData: (stream, _session, callback) => void take(stream, callback),
    onAuth: ({ username = '', password }, _session, callback) => {
      if (password !== 'right') return callback(new Error('Invalid username or password'))
      heard.logins.push(username)
      callback(null, { user: username })
    },
    ...options,
  })
  // A client that gives up in the middle is none of the server's faults.
  server.on('error', () => {})
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  heard.port = (server.server.address() as AddressInfo).port
  afterAll(() => new Promise<void>(done => server.close(() => done())))
  return heard
}
