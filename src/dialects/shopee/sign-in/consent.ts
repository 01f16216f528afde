/** Letting a partner in: a link brings somebody here, who signs in as an owner, sees what is asked for, and is sent back with a code. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { refused } from '../../../core/refusal.ts'
import { epochMs } from '../../../core/time.ts'
import { type Caller, SCOPES_OF } from '../../../desk/caller.ts'
import { type Opened, renewCredential } from '../../../desk/credentials.ts'
import { type Member, memberOf, personWho } from '../../../desk/people.ts'
import { shopFor } from '../../../desk/shops.ts'
import type { DialectHouse } from '../../dialect.ts'
import { Rate } from '../../rates.ts'
import { pairsOf } from '../auth.ts'
import { settingsFor } from '../settings.ts'
import { consented, type Keys, parted } from '../tokens.ts'
import { type Choice, consentForm, partingForm, showPage, signInForm } from './page.ts'
import { mayReturnTo, withAnswer } from './redirects.ts'
import { passFor, personWith, type Ticket, ticketIn } from './tickets.ts'

/** A pair this person decides about. */
type Theirs = { pair: Opened<Keys>; owner: Caller; choice: Choice }

const TITLES = { link: 'Let a partner in', part: 'Take back what a partner may do' }

/** However quiet the house is about other limits: here passwords could be guessed. */
const TRIES_PER_PERSON = { limit: 10, windowMs: 15 * 60_000 }
const TRIES_PER_ADDRESS = { limit: 50, windowMs: 15 * 60_000 }

export class Consent {
  readonly #house: DialectHouse
  readonly #perPerson = new Rate(TRIES_PER_PERSON)
  readonly #perAddress = new Rate(TRIES_PER_ADDRESS)

  constructor(house: DialectHouse) {
    this.#house = house
  }

  /** The first page: who are you? */
  show(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const ticket = ticketIn(this.#house.desk, request.url)
    return ticket ? askWho(reply, ticket) : showOver(reply)
  }

  /**
   * Both forms. What a browser sends by itself opens nothing here: the first form holds the password, the second a pass that only the first one gives. So
   * no other site can let anybody in on somebody's behalf.
   */
  async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const ticket = ticketIn(this.#house.desk, request.url)
    if (!ticket || isForeign(request)) return showOver(reply)
    const form = (request.body ?? {}) as Record<string, string>
    return form.pass === undefined
      ? this.#signIn(request, reply, ticket, form)
      : this.#decide(request, reply, ticket, form)
  }

  async #signIn(request: FastifyRequest, reply: FastifyReply, ticket: Ticket, form: Record<string, string>) {
    const { email = '', password = '' } = form
    const waitMs = this.#tooMany(request.ip, email)
    if (waitMs > 0) {
      reply.header('retry-after', Math.ceil(waitMs / 1000))
      return askWho(reply, ticket, { email, status: 429, trouble: 'Too many tries. Wait a quarter of an hour.' })
    }
    const person = await personWho(this.#house.desk, { email, password })
    if (person === null)
      return askWho(reply, ticket, {
        email,
        status: 403,
        trouble: 'This address and this password do not belong together.',
      })
    const theirs = await this.#theirs(person, ticket)
    if (theirs.length === 0)
      return showPage(reply, {
        status: 403,
        title: TITLES[ticket.wish],
        body: '<p>Only an owner of the shop can decide this, and you own no shop that this partner may send you back from.</p>',
      })
    const { partnerId, redirect } = ticket
    const choices = theirs.map(({ choice }) => choice)
    const formFor = ticket.wish === 'link' ? consentForm : partingForm
    const body = formFor(partnerId, redirect.host, choices, passFor(this.#house.desk, person, request.url))
    return showPage(reply, { title: TITLES[ticket.wish], body }, redirect)
  }

  async #decide(request: FastifyRequest, reply: FastifyReply, ticket: Ticket, form: Record<string, string>) {
    const { desk } = this.#house
    const person = personWith(desk, form.pass ?? '', request.url)
    if (person === null) return showOver(reply)
    const chosen = (await this.#theirs(person, ticket)).find(({ pair }) => pair.id === form.pair)
    if (form.decision !== 'yes' || !chosen)
      return showPage(reply, { title: 'Nothing was changed', body: '<p>You can close this page.</p>' })
    const keys = await this.#kept(chosen, ticket)
    const back = { shop_id: chosen.choice.number, state: ticket.state }
    return reply
      .header('cache-control', 'no-store')
      .redirect(withAnswer(ticket.redirect, { code: keys?.code ?? null, ...back }), 303)
  }

  /** With a line in the audit: somebody was given a hand in the shop, or lost it. */
  #kept({ pair, owner }: Theirs, { wish }: Ticket): Promise<Keys | null> {
    const { desk } = this.#house
    return renewCredential<Keys, Keys>(
      desk,
      pair.id,
      keys => {
        const next = wish === 'link' ? consented(keys, desk.now()) : parted(keys)
        return { secret: next, answer: next }
      },
      { by: owner, what: wish === 'link' ? 'client.authorised' : 'client.parted' },
    )
  }

  /** Every pair of the partner with a shop that this person owns and that sends people back to this address. */
  async #theirs(person: string, { partnerId, redirect }: Ticket): Promise<Theirs[]> {
    const found: Theirs[] = []
    for (const pair of await pairsOf(this.#house, partnerId)) {
      const member = await memberOf(this.#house.desk, pair.org, person)
      if (member?.role !== 'owner') continue
      const owner = callerOf(pair, member)
      const stored = await shopFor(this.#house.desk, owner, pair.shop)
      if (refused(stored) || !mayReturnTo(redirect, settingsFor(stored.shop))) continue
      const choice = { id: pair.id, shop: stored.shop.name, number: pair.secret.shop_id }
      found.push({ pair, owner, choice })
    }
    return found
  }

  /** Milliseconds to wait; 0 when somebody may try. */
  #tooMany(address: string, email: string): number {
    const nowMs = epochMs(this.#house.desk.now())
    const counts = [this.#perAddress.count(address, nowMs), this.#perPerson.count(email.trim().toLowerCase(), nowMs)]
    return Math.max(0, ...counts.filter(({ allowed }) => !allowed).map(({ resetMs }) => resetMs - nowMs))
  }
}

const callerOf = ({ org }: Opened<Keys>, { id, name, role, email }: Member): Caller => ({
  org,
  actor: { role, id: id as NonNullable<Caller['actor']['id']>, name, via: 'shopee', email },
  scopes: new Set(SCOPES_OF[role]),
  shops: null,
  orders: null,
})

type Again = { email?: string; status?: number; trouble?: string }

const askWho = (reply: FastifyReply, { partnerId, redirect, wish }: Ticket, again: Again = {}): FastifyReply =>
  showPage(reply, {
    title: TITLES[wish],
    body: signInForm(partnerId, redirect.host, again.email),
    status: again.status ?? 200,
    trouble: again.trouble ?? null,
  })

/** Said of links that are too old, were changed, or never were ours. */
export const showOver = (reply: FastifyReply): FastifyReply =>
  showPage(reply, {
    status: 400,
    title: 'This link does not lead anywhere',
    body: '<p>It is too old, or was changed on the way. Go back to the program that sent you here and begin anew.</p>',
  })

/** Browsers say when a form was sent from another site. */
const isForeign = ({ headers }: FastifyRequest): boolean =>
  !['same-origin', 'none', undefined].includes(headers['sec-fetch-site'])
