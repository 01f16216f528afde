/** The words by which a person is found who asks what is kept of them: every address, telephone number and customer id, wherever it stands. */
import type { Order } from '../core/order/order.ts'
import type { Address, Party } from '../core/party.ts'
import type { Return } from '../core/return/return.ts'

export type PersonNames = { emails?: readonly string[]; phones?: readonly string[]; ids?: readonly string[] }

/** What finds somebody by any of these names. Customers' own addresses are words of their own, because filters ask for them too. */
export const wordsFinding = (names: PersonNames): string[] => [
  ...wordsNaming(names),
  ...(names.emails ?? []).map(email => `email:${email}`),
]

const wordsNaming = ({ emails = [], phones = [], ids = [] }: PersonNames): string[] => [
  ...emails.map(email => `person:${email}`),
  ...phones.map(digitsOf).flatMap(digits => (digits === '' ? [] : [`phone:${digits}`])),
  ...ids.map(id => `customer:${id}`),
]

/** Telephone numbers are written in as many ways as there are people; their digits are alike, but for how a country is dialled. */
const digitsOf = (phone: string): string => phone.replace(/\D/g, '').replace(/^00/, '')

export const personsOfOrder = (order: Order): string[] =>
  wordsNaming(without(namesIn(partiesOf(order), placesOf(order)), order.customer.emails))

/** Whoever the order names is found by the order. */
export const personsOfReturn = (ret: Return, order: Order): string[] => {
  const known = new Set(wordsNaming(namesIn(partiesOf(order), placesOf(order))))
  const named = namesIn(
    [ret.contact, ret.gift?.recipient, ret.exchange?.order?.customer],
    [ret.billing, ret.shipping, ret.pickup, ret.gift?.address],
  )
  const writtenTo = ret.dispute.state === 'none' ? null : ret.dispute.case.email
  const emails = [...named.emails, ...(writtenTo ? [writtenTo] : [])]
  return wordsNaming(without({ ...named, emails }, ret.contact.emails)).filter(word => !known.has(word))
}

const partiesOf = (order: Order) => [order.customer, order.gift?.recipient]
const placesOf = (order: Order) => [order.billing, order.shipping]

type Names = Required<PersonNames>

function namesIn(parties: readonly (Party | undefined)[], places: readonly (Address | null | undefined)[]): Names {
  const people = parties.filter(party => party !== undefined)
  return {
    emails: filled([...people.flatMap(({ emails }) => emails), ...places.map(place => place?.email)]),
    phones: filled([...people.map(({ phone }) => phone), ...places.map(place => place?.phone)]),
    ids: filled(people.map(({ id }) => id)),
  }
}

const without = (names: Names, emails: readonly string[]): Names => ({
  ...names,
  emails: names.emails.filter(email => !emails.includes(email)),
})

const filled = (texts: readonly (string | null | undefined)[]): string[] =>
  texts.filter(text => typeof text === 'string' && text.trim() !== '') as string[]
