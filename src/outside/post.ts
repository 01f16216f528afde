/** Where mails leave the house: a mail server, or a drawer that keeps them here. */
import { createTransport, type NodemailerError, type SMTPPoolOptions } from 'nodemailer'

export type Letter = {
  from: { name: string; address: string }
  to: string
  replyTo: string | null
  subject: string
  html: string
  text: string
  messageId: string
  headers: Record<string, string>
}

/**
 * `refused`: the same mail to the same address would be refused again. `later`: it may go another time; whether the server has it all the same nobody can
 * say, so it may arrive twice, under one Message-ID. `kept`: there is no way out of the house. `why` is in words and names no password.
 */
export type PostAnswer =
  | { outcome: 'sent' }
  | { outcome: 'refused'; why: string }
  | { outcome: 'later'; why: string }
  | { outcome: 'kept'; why: string }

export type Post = {
  /** From which address the house writes where a shop has none of its own. */
  from: { name: string | null; address: string } | null
  send: (letter: Letter, signal: AbortSignal) => Promise<PostAnswer>
  close: () => void
}

export const NO_SERVER = 'not sent: no mail server configured'

/** For an installation nobody has given a mail server: everything is written, nothing leaves, and all of it can be read in the log. */
export const drawer = (from: Post['from'] = null): Post => ({
  from: from ?? { name: null, address: 'returns@localhost' },
  send: () => Promise.resolve({ outcome: 'kept', why: NO_SERVER }),
  close: () => {},
})

/** How a mail server is reached. `tls`: `must` breaks off where the server has none, `may` uses it when it is offered, `direct` speaks it from the first byte. */
export type Server = {
  host: string
  port: number
  tls: 'direct' | 'must' | 'may' | 'off'
  login: { user: string; password: string } | null
}

type Options = Pick<SMTPPoolOptions, 'tls'> & { timeoutMs?: number }

/** One address and nothing else: neither a list, nor a name, nor a line of a mail's head. */
export const isAddress = (text: string): boolean => /^[^\s@<>"(),:;\\[\]]+@[^\s@<>"(),:;\\[\]]+$/.test(text)

const TIMEOUT_MS = 30_000
/** Mail servers of providers bear few connections of one sender. */
const CONNECTIONS = 4

/** Speaks SMTP over connections that are kept open between mails. `options` is for certificates this machine does not know. */
export function smtpPost(server: Server, from: Post['from'], { tls, timeoutMs = TIMEOUT_MS }: Options = {}): Post {
  const { login } = server
  const transport = createTransport({
    pool: true,
    maxConnections: CONNECTIONS,
    maxRequeues: 0,
    host: server.host,
    port: server.port,
    secure: server.tls === 'direct',
    requireTLS: server.tls === 'must',
    ignoreTLS: server.tls === 'off',
    ...(login && { auth: { user: login.user, pass: login.password } }),
    ...(tls && { tls }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    idleTimeout: 20_000,
    // A mail is text of ours; nothing in it may make the house read a file or call an address.
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  })
  return {
    from,
    send: ({ to, replyTo, ...letter }, signal) => {
      if (!isAddress(to)) return Promise.resolve({ outcome: 'refused', why: 'This is no address for mail.' })
      // Named apart from what stands in the head of the mail, so that nothing in there adds a recipient.
      const envelope = { from: letter.from.address, to: [to] }
      const answers = replyTo !== null && isAddress(replyTo) ? { replyTo } : {}
      return transport.sendMail({ ...letter, ...answers, to: { name: '', address: to }, envelope, signal }).then(
        (): PostAnswer => ({ outcome: 'sent' }),
        (fault: NodemailerError): PostAnswer => judge(fault, server),
      )
    },
    close: () => transport.close(),
  }
}

/** Only what is said about this address or this mail is for good. A password, a sender or a certificate somebody has to put right is waited for. */
function judge(fault: NodemailerError, server: Server): PostAnswer {
  const about = fault.command === 'RCPT TO' || fault.command === 'DATA' || fault.code === 'EMESSAGE'
  const isFinal = fault.responseCode !== undefined && fault.responseCode >= 500 && fault.responseCode !== 503
  const isNoAddress = fault.code === 'EENVELOPE' && fault.responseCode === undefined
  const why = inWords(fault, server)
  return isNoAddress || (about && isFinal) ? { outcome: 'refused', why } : { outcome: 'later', why }
}

/** What went wrong and what to look at, without what was logged in with. */
function inWords({ code = '', command, response, message }: NodemailerError, { host, port, login }: Server): string {
  const hide = (text: string): string => (login === null ? text : text.replaceAll(login.password, '…'))
  const said = hide(response ?? message).slice(0, 500)
  const place = `${host}:${port}`
  if (code === 'EAUTH' || code === 'ENOAUTH') return `${place} does not take this user and password: ${said}`
  if (code === 'EDNS') return `There is no server called ${host}.`
  if (code === 'ETLS') return `No safe connection to ${place}: ${said}`
  if (code === 'ETIMEDOUT' || code === 'EABORT') return `${place} does not answer in time: ${said}`
  if (code === 'ESOCKET' || code === 'ECONNECTION') return `No connection to ${place}: ${said}`
  if (command === 'MAIL FROM') return `${place} does not let this sender write: ${said}`
  if (command === 'RCPT TO') return `${place} does not take mail for this address: ${said}`
  return `${place} says: ${said}`
}
