/** What a schema cannot see in an order that is handed in: sums that do not fit, names used twice, pieces that do not exist. */
import type { AmountInput, LineInput, OrderInput, TaxInput } from './order-input.ts'

export type Fault = { path: string; message: string }

/** Faults that can be seen without sharing any money out. */
export function faultsOf(input: OrderInput): Fault[] {
  return [
    ...(input.lines.length === 0 ? [fault('lines', 'An order needs at least one line.')] : []),
    ...twice(namedLines(input)),
    ...twice(
      (input.fulfilments ?? []).map((one, place) => ({
        name: one.externalId,
        path: `fulfilments.${place}.externalId`,
      })),
    ),
    ...twice(
      (input.payments ?? []).flatMap((one, place) =>
        one.externalId ? [{ name: one.externalId, path: `payments.${place}.externalId` }] : [],
      ),
    ),
    ...twice((input.deals ?? []).map((one, place) => ({ name: one.externalId, path: `deals.${place}.externalId` }))),
    ...input.lines.flatMap((line, place) => lineFaults(line, `lines.${place}`)),
    ...amountFaults(input.discount, 'discount'),
    ...taxFaults(input.taxes, 'taxes'),
    ...amountFaults(input.freight?.price, 'freight.price'),
    ...amountFaults(input.freight?.discount, 'freight.discount'),
    ...taxFaults(input.freight?.taxes, 'freight.taxes'),
    ...amountFaults(input.total, 'total'),
    ...(input.payments ?? []).flatMap((one, place) => amountFaults(one.captured, `payments.${place}.captured`)),
  ]
}

export const fault = (path: string, message: string): Fault => ({ path, message })

type Named = { name: string; path: string }

/** Components of kits are lines too, so their names count among the lines'. */
const namedLines = (input: OrderInput): Named[] =>
  input.lines.flatMap((line, place) => [
    { name: line.externalId, path: `lines.${place}.externalId` },
    ...(line.components ?? []).map((part, at) => ({
      name: part.externalId,
      path: `lines.${place}.components.${at}.externalId`,
    })),
  ])

function twice(named: readonly Named[]): Fault[] {
  const seen = new Set<string>()
  return named.flatMap(({ name, path }) => {
    if (seen.has(name)) return [fault(path, `The name ${name} is used twice.`)]
    seen.add(name)
    return []
  })
}

function lineFaults(line: LineInput, path: string): Fault[] {
  return [
    ...countFaults(line.quantity, 1, `${path}.quantity`),
    ...countFaults(line.cancelled ?? 0, 0, `${path}.cancelled`),
    ...((line.cancelled ?? 0) > line.quantity
      ? [fault(`${path}.cancelled`, 'More pieces are cancelled than were ordered.')]
      : []),
    ...amountFaults(line.unitPrice, `${path}.unitPrice`),
    ...amountFaults(line.listPrice, `${path}.listPrice`),
    ...amountFaults(line.discount, `${path}.discount`),
    ...taxFaults(line.taxes, `${path}.taxes`),
    ...kitFaults(line, path),
  ]
}

function kitFaults({ components = [] }: LineInput, path: string): Fault[] {
  const weights = components.map(part => part.weight ?? 1)
  return [
    ...components.flatMap((part, place) => [
      ...countFaults(part.per, 1, `${path}.components.${place}.per`),
      ...countFaults(part.weight ?? 1, 0, `${path}.components.${place}.weight`),
    ]),
    ...(components.length > 0 && weights.every(weight => weight === 0)
      ? [fault(`${path}.components`, 'At least one part must carry a share of the price.')]
      : []),
  ]
}

const taxFaults = (taxes: readonly TaxInput[] | undefined, path: string): Fault[] =>
  (taxes ?? []).flatMap((tax, place) => [
    ...amountFaults(tax.amount, `${path}.${place}.amount`),
    ...countFaults(tax.ratePpm ?? 0, 0, `${path}.${place}.ratePpm`),
    ...(tax.amount === undefined && tax.ratePpm === undefined
      ? [fault(`${path}.${place}`, 'A tax needs an amount or a rate.')]
      : []),
  ])

function amountFaults(amount: AmountInput | null | undefined, path: string): Fault[] {
  if (!amount) return []
  return [
    ...countFaults(amount.amountMinor, 0, path),
    ...countFaults(amount.shopAmountMinor ?? 0, 0, `${path}.shopAmountMinor`),
  ]
}

function countFaults(count: number, lowest: number, path: string): Fault[] {
  return Number.isSafeInteger(count) && count >= lowest
    ? []
    : [fault(path, `This must be a whole number of at least ${lowest}.`)]
}
