/** Taking in orders from a file, as `orders import` does, against a bare loop of the same statements for orders made beforehand. */
import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { enterOrders, keeping } from '../src/cli/enter-orders.ts'
import type { PaymentId } from '../src/core/ids.ts'
import type { Order } from '../src/core/order/order.ts'
import { findOrderByExternalId, lockOrder, saveOrder, savePayments, saveSold } from '../src/db/orders.ts'
import { send } from '../src/db/send.ts'
import { findShop, policyAt } from '../src/db/shops.ts'
import { transaction } from '../src/db/transaction.ts'
import { note } from '../src/desk/once.ts'
import { openOrders } from '../src/imports/read-orders.ts'
import { atMost } from '../src/jobs/at-most.ts'
import { tidy } from './copies.ts'
import type { House } from './house.ts'
import { inTurns } from './measure.ts'
import { atLeast, perSecond, times } from './report.ts'
import type { Bench } from './workplace.ts'

const ROUNDS = 3
const ROWS_PER_ORDER = 2
const LEAST = 0.5
/** As the import does it. */
const AT_A_TIME = 8

export async function imports({ report, place, quick }: Bench): Promise<void> {
  const house = await place.house()
  await importFile(house, await writeOrders(house, 'first', 1))
  const example = await findOrderByExternalId(house.desk.db, house.org, house.shop.id, 'first-0')
  if (example === null) throw new Error('The first order did not arrive.')
  await tidy(house)
  const rows = quick ? 3_000 : 20_000
  const orders = Math.ceil(rows / ROUNDS / ROWS_PER_ORDER)
  let turn = 0
  let file = ''
  const rates = await inTurns(
    {
      bare: { work: () => saveCopies(house, example, `bare-${++turn}`, orders) },
      file: {
        before: async () => {
          file = await writeOrders(house, `file-${++turn}`, orders)
        },
        work: () => importFile(house, file),
      },
    },
    ROUNDS,
  )
  report.say(`import ${rows.toLocaleString('en')} rows of orders`, `${perSecond(rates.file.perSecond)} rows`)
  report.say(
    'import, against the same SQL in a bare loop',
    `${times(rates.file.ratio)} of ${perSecond(rates.bare.perSecond)}`,
    atLeast(rates.file.ratio, LEAST),
  )
}

const HEADER =
  'order_id,order_number,placed_at,completed_at,currency,taxes_included,email,first_name,last_name,shipping_name,shipping_street1,shipping_city,shipping_postal_code,shipping_country,shipping_price,payments,line_id,title,quantity,unit_price,sku,line_taxes'

/** Our own format, two lines an order. */
async function writeOrders({ folder }: House, batch: string, many: number): Promise<string> {
  const rows = Array.from({ length: many }, (_, place) => {
    const id = `${batch}-${place}`
    const who = 'maja@example.com,Maja,Lund,Maja Lund,Lindenweg 4,Berlin,10115,DE'
    const head = `${id},${id},2026-03-01T10:15:00Z,2026-03-03T09:00:00Z,EUR,yes,${who},4.90,card:simulated:84.70:${id}`
    return `${head},1,Shirt,1,49.90,SHIRT-M,VAT:19%\n${id}${','.repeat(16)}2,Scarf,1,29.90,SCARF,VAT:19%\n`
  })
  const path = join(folder, `${batch}.csv`)
  await writeFile(path, `${HEADER}\n${rows.join('')}`)
  return path
}

async function importFile({ desk, owner, shop }: House, path: string): Promise<number> {
  const file = await openOrders(createReadStream(path), { currency: shop.currency, shopTimeZone: shop.timeZone })
  if ('reason' in file) throw new Error(file.reason)
  let created = 0
  for await (const dealt of enterOrders(file.records, keeping(desk, owner, shop), new AbortController().signal)) {
    if (dealt.outcome !== 'created') throw new Error(JSON.stringify(dealt))
    created++
  }
  return created * ROWS_PER_ORDER
}

/** Read and decided once; the bare loop only changes ids. */
async function saveCopies(house: House, example: Order, batch: string, many: number): Promise<number> {
  const { desk, org, owner, shop } = house
  const places = Array.from({ length: many }, (_, place) => `${batch}-${place}`)
  await atMost(AT_A_TIME, places, async externalId => {
    const order: Order = {
      ...example,
      id: desk.fresh(),
      refs: { externalId, number: externalId, name: externalId },
      payments: example.payments.map(payment => ({ ...payment, id: desk.fresh<PaymentId>() })),
    }
    await transaction(desk.db, async tx => {
      await Promise.all([
        findShop(tx, org, shop.id),
        lockOrder(tx, org, shop.id, externalId),
        policyAt(tx, org, shop.id, order.placedAt),
      ])
      send(saveOrder(tx, order))
      send(saveSold(tx, order))
      send(savePayments(tx, order))
      note(tx, desk, owner, 'order.entered', order.id, { external_id: externalId, number: externalId })
    })
  })
  return places.length * ROWS_PER_ORDER
}
