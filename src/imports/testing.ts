/** What the tests of this room share. */
import { createReadStream } from 'node:fs'
import type { OrderInput, TaxInput } from '../core/order/order-input.ts'
import { type BadRow, type ReadOptions, type ReadOrder, readOrders } from './read-orders.ts'

export async function allOf<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const one of source) all.push(one)
  return all
}

const split = (records: (ReadOrder | BadRow)[]) => ({
  orders: records.filter(record => record.kind === 'order'),
  bad: records.filter(record => record.kind === 'bad'),
})

export async function* bytesOf(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text)
}

export const readText = async (text: string, options?: ReadOptions) =>
  split(await allOf(readOrders(bytesOf(text), options)))

export const sample = (name: string) => createReadStream(new URL(`../../test/samples/${name}`, import.meta.url))

export const readSample = async (name: string, options?: ReadOptions) =>
  split(await allOf(readOrders(sample(name), options)))

/** What the order comes to by its own parts; undefined when a tax has only a rate, since then the core computes it. */
export function comesTo(order: OrderInput): number | undefined {
  const taxes = [
    ...(order.taxes ?? []),
    ...(order.freight?.taxes ?? []),
    ...order.lines.flatMap(line => line.taxes ?? []),
  ]
  if (!order.taxesIncluded && taxes.some(tax => tax.amount === undefined)) return undefined
  const goods = order.lines.reduce(
    (sum, line) => sum + line.unitPrice.amountMinor * line.quantity - (line.discount?.amountMinor ?? 0),
    0,
  )
  const freight = (order.freight?.price.amountMinor ?? 0) - (order.freight?.discount?.amountMinor ?? 0)
  return goods - (order.discount?.amountMinor ?? 0) + freight + (order.taxesIncluded ? 0 : sumOf(taxes))
}

const sumOf = (taxes: TaxInput[]): number => taxes.reduce((sum, tax) => sum + (tax.amount?.amountMinor ?? 0), 0)
