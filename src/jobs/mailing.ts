/**
 * The worker that writes and sends mails. Safe to run twice and to be killed anywhere: a mail belongs to one worker for a while, and should that worker die
 * between the server's yes and our note, it leaves once more under the same Message-ID, which mail programs show once.
 */
import { untimely } from '../core/mail/timely.ts'
import { epochMs, type Instant, instantOf } from '../core/time.ts'
import { finishMail, giveMailBack, type Mail, orgsWithMails, type Sent, takeMails } from '../db/mails.ts'
import type { Desk } from '../desk/desk.ts'
import { mailMaterial } from '../desk/mail-material.ts'
import { openSecret } from '../desk/mails.ts'
import { envelopeOf, type Envelope } from '../mails/envelope.ts'
import { linkOf, type MailLinks } from '../mails/links.ts'
import { write } from '../mails/write.ts'
import type { Post, PostAnswer } from '../outside/post.ts'
import type { Log } from './log.ts'

export type Mailing = { post: Post; links: MailLinks }

const MINUTE_MS = 60_000
/** Nine attempts in three days: a server that is away over the weekend loses nothing. */
const PAUSES_MS = [1, 5, 30, 120, 300, 600, 1200, 2040].map(minutes => minutes * MINUTE_MS)
const SEND_MS = MINUTE_MS
const TAKEN_MS = 5 * MINUTE_MS
const AT_ONCE = 4
/** No more than can be sent while they are taken, even when each takes as long as it may. */
const BATCH = AT_ONCE * 4

export type MailRounds = {
  /** Sends what is due, organisation by organisation, and gives how many that were. */
  round(): Promise<number>
  /** What has not begun is given back. */
  stop(): void
}

export function openMailing(desk: Desk, mailing: Mailing, log?: Log): MailRounds {
  const stopping = new AbortController()
  return {
    async round() {
      let taken = 0
      for (const org of await orgsWithMails(desk.db, desk.now())) {
        if (stopping.signal.aborted) break
        const until = instantOf(epochMs(desk.now()) + TAKEN_MS)
        const mails = await takeMails(desk.db, org, desk.now(), until, BATCH)
        taken += mails.length
        await sendAll(desk, mailing, { mails, until, stopping: stopping.signal, log })
      }
      return taken
    },
    stop: () => stopping.abort(),
  }
}

/** One round over what is due, to its end; gives how many mails were taken. */
export const runMails = (desk: Desk, mailing: Mailing, log?: Log): Promise<number> =>
  openMailing(desk, mailing, log).round()

type Bag = { mails: Mail[]; until: Instant; stopping: AbortSignal; log: Log | undefined }

/** Mails to one address one after the other, so that they arrive in the order they were written. */
async function sendAll(desk: Desk, mailing: Mailing, { mails, until, stopping, log }: Bag): Promise<void> {
  const lines = [...Map.groupBy(mails, ({ to }) => to).values()]
  const hands = Array.from({ length: Math.min(AT_ONCE, lines.length) }, async () => {
    for (let line = lines.shift(); line !== undefined; line = lines.shift())
      for (const mail of line) {
        const late = epochMs(desk.now()) + SEND_MS > epochMs(until)
        if (late || stopping.aborted) await giveMailBack(desk.db, mail.org, mail.id, mail.tries, desk.now())
        else await run(desk, mailing, mail, log)
      }
  })
  await Promise.all(hands)
}

/** One that cannot even be written down is due again when its time is over. */
async function run(desk: Desk, mailing: Mailing, mail: Mail, log: Log | undefined): Promise<void> {
  try {
    const sent = await attempt(desk, mailing, mail)
    await finishMail(desk.db, mail.org, sent)
    const { state } = sent
    log?.[state === 'failed' ? 'warn' : 'info']({ ...about(mail), state }, SAID[state])
  } catch (fault) {
    log?.error({ err: fault, ...about(mail) }, 'A mail broke off; it is tried again in a few minutes')
  }
}

const SAID = {
  sent: 'A mail was sent',
  dropped: 'A mail was not sent',
  queued: 'A mail is tried again later',
  failed: 'A mail was given up',
} as const

/** Never to whom, nor what a server said, which often repeats it. */
const about = ({ org, id, kind, ret, tries }: Mail) => ({ org, mail: id, kind, return: ret, attempt: tries })

async function attempt(desk: Desk, mailing: Mailing, mail: Mail): Promise<Sent> {
  const became = { id: mail.id, tries: mail.tries, subject: null, messageId: null, sentAt: null, nextTryAt: null }
  const dropped = (why: string): Sent => ({ ...became, state: 'dropped', why })
  const letter = await letterOf(desk, mailing, mail).catch((fault: Error) => fault)
  if (letter instanceof Error)
    return { ...became, ...putOff(desk, mail, `The mail could not be written: ${letter.message}`) }
  if (typeof letter === 'string') return dropped(letter)
  const answer = await mailing.post
    .send(letter, AbortSignal.timeout(SEND_MS))
    .catch((fault: Error): PostAnswer => ({ outcome: 'later', why: fault.message }))
  const written = { ...became, subject: subjectKept(mail, letter), messageId: letter.messageId }
  switch (answer.outcome) {
    case 'sent':
      return { ...written, state: 'sent', sentAt: desk.now(), why: null }
    case 'kept':
      return { ...dropped(answer.why), subject: written.subject }
    case 'refused':
      return { ...written, state: 'failed', why: answer.why }
    case 'later':
      return { ...written, ...putOff(desk, mail, answer.why) }
  }
}

/** The subject of a code brings the code, which nobody is to read here. */
const subjectKept = ({ kind }: Mail, { subject }: Envelope): string | null => (kind === 'code' ? null : subject)

/** The mail, or why it stays here. */
async function letterOf(desk: Desk, { post, links }: Mailing, mail: Mail): Promise<Envelope | string> {
  const material = await mailMaterial(desk, mail)
  if (material === null) return 'gone'
  const { shop, order, seen } = material
  const late = seen ? untimely(mail.kind, mail.doc, seen.ret) : ended(mail, desk.now())
  if (late) return late
  const secret = mail.secret && openSecret(desk, mail.org, mail.id, mail.secret)
  const link = linkOf(links, { kind: mail.kind, shop, order, ret: seen?.ret ?? null })
  const written = write({ ...mail, ...material, secret, link })
  if (written === null) return 'gone'
  return envelopeOf(mail, shop, written, post.from) ?? NO_SENDER
}

/** A code that opens nothing any more is no help to anybody. */
const ended = ({ kind, doc }: Mail, now: Instant): 'moot' | null =>
  kind === 'code' && typeof doc.until === 'string' && doc.until <= now ? 'moot' : null

const NO_SENDER = 'not sent: nobody has said from which address to write'

function putOff(desk: Desk, { tries }: Mail, why: string): Pick<Sent, 'state' | 'nextTryAt' | 'why'> {
  const pauseMs = PAUSES_MS[tries - 1]
  if (pauseMs === undefined) return { state: 'failed', nextTryAt: null, why }
  const drawnMs = Math.round(pauseMs * (0.9 + Math.random() / 5))
  return { state: 'queued', nextTryAt: instantOf(epochMs(desk.now()) + drawnMs), why }
}
