/** A shop on Shopflix, its door in memory, and returns brought to every place a merchant may meet them in. */
import { type DialectKit, openDialectKit, type Sent } from '../../../test/kit/dialect.ts'
import { expectGolden, goldenFile } from '../../../test/kit/golden.ts'
import type { OrderInput } from '../../core/order/order-input.ts'
import type { Return } from '../../core/return/return.ts'
import type { Shop } from '../../core/shop.ts'
import type { NewClient } from '../../desk/platforms.ts'
import type { Settings } from './settings.ts'

type Asked = Omit<Sent, 'url'> & { as?: NewClient | null }

export const basic = ({ secret }: NewClient): string =>
  `Basic ${Buffer.from(`${secret.username}:${secret.password}`).toString('base64')}`

export type Door = Awaited<ReturnType<typeof openDoor>>

export async function openDoor(wish: Partial<Shop> = {}, settings: Partial<Settings> = {}) {
  const kit = await openDialectKit({
    refs: {
      platform: 'own',
      externalId: 'linnea',
      handle: 'linnea',
      merchantNo: '78',
      companyId: null,
      region: 'GR',
    },
    dialects: { shopflix: settings },
    ...wish,
  })
  const own = kit.clients.shopflix

  /** Asks as the shop's client, as another one, or as nobody. */
  const ask = (path: string, { as = own, headers, ...sent }: Asked = {}) =>
    kit.send({
      ...sent,
      url: `/api${path}`,
      headers: { ...(as !== null && { authorization: basic(as) }), ...headers },
    })

  return {
    ...kit,
    ask,
    /** One exchange with the door, kept byte for byte. `hidden`: what differs with what was tried before it, by the name that stands for it. */
    async golden(name: string, path: string, asked: Asked = {}, hidden: Record<string, string> = {}) {
      const exchange = await ask(path, asked)
      await expectGolden(goldenFile('shopflix', name), exchange, {
        authorization: basic(own).slice('Basic '.length),
        stranger: basic(kit.strangers.shopflix).slice('Basic '.length),
        ...hidden,
      })
      return exchange
    },
    /** The order of the platform's own example, or another like it. */
    bought: (number: string, more: Partial<OrderInput> = {}) =>
      kit.order({
        externalId: `order-${number}`,
        number,
        customer: { firstName: 'Maria', lastName: 'Williams', emails: ['maria.williams@example.com'] },
        shipping: null,
        lines: [
          {
            externalId: 'l1',
            title: 'Phone',
            sku: 'SF-2',
            product: { externalId: 'SF-2' },
            quantity: 2,
            unitPrice: { amountMinor: 2346 },
          },
        ],
        payments: [
          { externalId: `pay-${number}`, kind: 'platform', gateway: 'manual', captured: { amountMinor: 4692 } },
        ],
        ...more,
      }),
    reference: ({ serial }: Return, number: string) => `GR--${number}--MER78-R${serial}`,
    version: async (ret: Return) => (await standing(kit, ret)).version,
  }
}

const standing = async ({ act }: DialectKit, ret: Return): Promise<Return> =>
  (await act(ret, { verb: 'note', note: null }, 'owner', { preview: true })).ret

/** Brings a return to where a letter is said of it. */
export const TO: Record<'U' | 'A' | 'T' | 'V' | 'W' | 'X', (door: Door, ret: Return) => Promise<unknown>> = {
  U: async () => undefined,
  A: (door, ret) => onItsWay(door, ret, 'moving'),
  T: (door, ret) => onItsWay(door, ret, 'delivered'),
  async V(door, ret) {
    await door.act(ret, [{ verb: 'approve' }, { verb: 'resolve' }])
  },
  async W(door, ret) {
    await door.act(ret, { verb: 'dispute', reason: 'objection', text: 'Worn.' })
  },
  async X(door, ret) {
    await door.act(ret, { verb: 'reject', reason: 'Worn.' })
  },
}

async function onItsWay({ act, clock }: Door, ret: Return, kind: 'moving' | 'delivered'): Promise<void> {
  const sent = await act(ret, { verb: 'ship', carrier: { name: 'Some courier' }, trackingNumber: `T${ret.serial}` })
  const shipment = sent.ret.shipments.at(-1)?.id ?? ('' as never)
  await act(ret, { verb: 'track', shipment, checkpoint: { at: clock.now, kind, text: '' } }, 'carrier')
}
