/** A shop's day, told through the native API: one shop, one cast, a worker for what lies outside, and a bank that can say no. */
import { expect } from 'vitest'
import { ROLES, type Role } from '../../src/core/party.ts'
import type { VerbName } from '../../src/core/return/commands.ts'
import { whereFor } from '../../src/core/return/verb.ts'
import { VERBS } from '../../src/core/return/verbs/verbs.ts'
import { rowsOf } from '../../src/core/return/where.ts'
import type { Shop } from '../../src/core/shop.ts'
import { runErrands } from '../../src/jobs/errands.ts'
import { simulatedCarrier } from '../../src/outside/carrier.ts'
import type { Provider } from '../../src/outside/gateway.ts'
import { simulatedGateway } from '../../src/outside/simulated-gateway.ts'
import { openApiKit } from './api.ts'
import { anAddress } from './cast.ts'

/** The people every story is about. */
export const MAJA = { first_name: 'Maja', last_name: 'Lund', emails: ['maja@example.com'] }
export const THEO = { first_name: 'Theo', last_name: 'Brandwijk', emails: ['theo@example.com'] }

export type Standing = {
  state?: Record<string, string>
  /** `merchant answer 2026-03-12T12:00`: whose move it is, for what, until when. Null when nobody has to move. */
  turn?: string | null
  waits?: string[]
  /** What each role may do that it may not always do, in the table's order; roles that are left out may do nothing of the kind. Merchant: owner and agent. */
  may?: Partial<Record<Role | 'merchant', string>>
}

export async function openStory(wish: Partial<Shop> = {}) {
  const location = {
    id: 'a0000000-0000-4000-8000-000000000001',
    code: 'MAIN',
    name: 'Main warehouse',
    address: anAddress(),
    externalId: null,
  }
  const kit = await openApiKit({ locations: [location as never], ...wish })
  const bench = wish.bench ?? 'arbiter'
  const journal = simulatedGateway()
  const bank = { saysNo: false }
  const gateway: Provider = {
    ...journal,
    refund: async (order, signal) =>
      bank.saysNo && order.payment?.externalId?.startsWith('card')
        ? { outcome: 'declined', why: 'The card is closed.' }
        : journal.refund(order, signal),
  }
  const outside = {
    gateway: (name: string) => (name === 'simulated' ? gateway : ('by_hand' as const)),
    carrier: simulatedCarrier(),
  }

  return {
    ...kit,
    bank,
    location: location.id,
    /** What really moved, oldest first: minor units. */
    moved: async () => (await journal.movements()).map(movement => movement.amountMinor),
    /** The worker, until nothing is due. */
    async work() {
      while ((await runErrands(kit.desk, outside)) > 0);
    },
    enters: (externalId: string, order: object) =>
      kit.ok('system', 'PUT', `/v1/shops/${kit.shop.id}/orders/${externalId}`, order),
    files: (role: Role, wish: object, headers = {}) => kit.ok(role, 'POST', '/v1/returns', wish, headers),
    does: (role: Role, ret: { id: string }, verb: VerbName | `${VerbName}/preview`, body: object = {}, headers = {}) =>
      kit.ok(role, 'POST', `/v1/returns/${ret.id}/${verb}`, body, headers),
    /** The same act must be refused; gives the problem. */
    async refuses(role: Role, ret: { id: string }, verb: VerbName, body: object = {}) {
      const reply = await kit.call(role, 'POST', `/v1/returns/${ret.id}/${verb}`, body)
      expect(reply.status, JSON.stringify(reply.body)).toBeGreaterThanOrEqual(400)
      return reply.body
    },
    async log(ret: { id: string }): Promise<string[]> {
      const { data, next } = await kit.ok('agent', 'GET', `/v1/returns/${ret.id}/events?limit=500`)
      expect(next).toBeNull()
      expect(data.map((event: { sequence: number }) => event.sequence)).toEqual(
        data.map((_: unknown, place: number) => place + 1),
      )
      return data.map((event: { type: string }) => event.type)
    },
    /** Reads the return as the owner does, checks what is named of how it stands, and gives it. Every role is told by its own key what it may do. */
    async stands(of: { id: string }, { state, turn, waits, may }: Standing) {
      const ret = await kit.ok('owner', 'GET', `/v1/returns/${of.id}`)
      if (state) expect(ret.state).toMatchObject(state)
      if (turn !== undefined) expect(ret.turn === null ? null : waitSaid(ret.turn)).toBe(turn)
      if (waits) expect(ret.deadlines.map(waitSaid)).toEqual(waits)
      if (may) {
        const told = await Promise.all(
          ROLES.map(async role => [
            role,
            ownTo(role, (await kit.ok(role, 'GET', `/v1/returns/${of.id}`)).allowed, bench),
          ]),
        )
        const { merchant = '', ...others } = may
        expect(Object.fromEntries(told)).toEqual({ ...NOTHING, owner: merchant, agent: merchant, ...others })
      }
      return ret
    },
  }
}

const NOTHING = Object.fromEntries(ROLES.map(role => [role, '']))

const ownTo = (role: Role, allowed: Record<Role, VerbName[]>, bench: Shop['bench']): string =>
  allowed[role].filter(name => !always(role, name, bench)).join(' ')

type Wait = { kind: string; owner: string; at: string | null }
const waitSaid = ({ kind, owner, at }: Wait): string => `${owner} ${kind} ${at?.slice(0, 16) ?? 'whenever'}`

function always(role: Role, name: VerbName, bench: Shop['bench']): boolean {
  const where = whereFor(VERBS[name], role, bench)
  return where !== null && rowsOf(where).some(row => Object.keys(row).length === 0)
}

export const eurWire = (amountMinor: number) => ({ amount_minor: amountMinor, currency: 'EUR' })
export const totalOf = (figure: any): number => figure.total.presentment.amount_minor
export const parts = (figure: any): string[] =>
  figure.parts.map((part: any) => `${part.kind} ${part.amount.presentment.amount_minor}`)

/** A sold line, as the wire takes it. */
export type Sold = { external_id: string; quantity: number; [more: string]: unknown }

/** An order of the cast as the shop sends it: paid by card and delivered on 5 March unless told otherwise. */
export const orderOf = (customer: typeof MAJA, lines: Sold[], more: object = {}) => ({
  placed_at: '2026-03-01T09:00:00Z',
  currency: 'EUR',
  taxes_included: true,
  customer,
  shipping: {
    name: `${customer.first_name} ${customer.last_name}`,
    street1: 'Lindenweg 4',
    city: 'Berlin',
    postal_code: '10115',
    country: 'DE',
  },
  lines,
  fulfilments: [
    {
      external_id: 'parcel-1',
      lines: lines.map(({ external_id, quantity }) => ({ line_external_id: external_id, quantity })),
      sent_at: '2026-03-03T09:00:00Z',
      delivered_at: '2026-03-05T11:00:00+01:00',
    },
  ],
  ...more,
})
export const paid = (externalId: string, amountMinor: number, kind = 'card', gateway = 'simulated') => ({
  external_id: externalId,
  kind,
  gateway,
  captured: { amount_minor: amountMinor },
})
