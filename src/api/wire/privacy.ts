/** What a shopper may ask for: to see everything that is kept of them, and to be forgotten. */
import Type from 'typebox'
import { OPEN_MATTERS } from '../../core/privacy/open-matters.ts'
import { exactly, ref } from '../../http/schema.ts'
import { Money } from './common.ts'
import { flag, id, list, moment, optional, orNull, said, text, the, whole, word } from './fields.ts'
import { AuditEntry, KeptFile, Organization } from './house.ts'
import { Mail } from './mail.ts'
import { Order } from './order.ts'
import { Return } from './return.ts'

const email = text('E-mail address, however it is written.', 'maja@mail.example', 120)
const customer = text('The shop’s own id of the customer.', 'cust-77', 120)
const phone = text('Telephone number; only its digits count.', '+49 30 5550177', 64)
const names = { email: optional(email), customer_id: optional(customer), phone: optional(phone) }

export const PersonInput = exactly(names, {
  $id: 'PersonInput',
  description: 'Whom it is about. One of the three is needed; what any of them finds belongs to it.',
})

export const ErasureInput = exactly(
  {
    ...names,
    preview: optional(flag('Only say what would be forgotten and what stays. Default: false.')),
    force_open: optional(
      flag('Do it although a return is under way or money on its way. Needs a reason. Default: false.'),
    ),
    reason: optional(
      said('Why it cannot wait. It stays in the audit for ever: do not name the person.', 'A court ordered it.', 500),
    ),
  },
  { $id: 'ErasureInput', description: 'Who shall be forgotten.' },
)

const openReturn = Type.Object(
  {
    return_id: id('The return.'),
    number: text('Its number.', 'K7M2XQ4P', 64),
    open: list(word(OPEN_MATTERS, 'What it waits for.'), 'What is still under way; nothing when it is over.', 10),
  },
  { description: 'A return of the order.' },
)

export const Erasure = Type.Object(
  {
    id: id('The erasure; events and audit name it as `erasure:…`.'),
    preview: flag('Nothing was changed.'),
    orders: list(
      Type.Object(
        {
          order_id: id('The order.'),
          shop_id: id('The shop.'),
          number: text('Its number.', '#5001', 128),
          returns: list(openReturn, 'Its returns.', 1_000),
          files: whole('Photos, films and papers that go.', 3),
          credits: whole('Store credits that stay, and no longer say whose they are.', 1),
          erased: flag('Done. False in a preview, and where something began meanwhile.'),
        },
        { description: 'A purchase and what came of it.' },
      ),
      'Every purchase that names the person.',
      10_000,
    ),
    keeps: list(
      text('A reason.', 'The country decides taxes and rules; it fits millions.', 300),
      'What stays, and why.',
    ),
  },
  { $id: 'Erasure', description: 'What was forgotten, or would be.' },
)

const StoreCredit = Type.Object(
  {
    id: id('The entry.'),
    return_id: id('The return it was given for.'),
    customer: text('To whom.', 'maja@mail.example', 320),
    reference: text('Its number.', '0190a6b0-7c1e-7d3a-9f42-5b8e2c6d1a70', 128),
    amount: the(Money, 'How much.'),
    at: moment('When.'),
  },
  { description: 'Store credit that was given.' },
)

export const PersonDocument = Type.Object(
  {
    format: text('Name and version of this shape.', 'backhaul-person-1', 32),
    made_at: moment('When it was read.'),
    organization: the(Organization, 'In whose house.'),
    person: Type.Object(
      { email: orNull(email), customer_id: orNull(customer), phone: orNull(phone) },
      { description: 'By what was asked.' },
    ),
    purchases: list(
      Type.Object(
        {
          order: the(Order, 'What was bought, as it was handed over.'),
          returns: list(ref(Return), 'Its returns, each with all its events and messages.', 1_000),
          store_credits: list(StoreCredit, 'Store credit that was given.', 1_000),
          mails: list(ref(Mail), 'Mails the shopper was written, the oldest first.', 1_000),
          files: list(ref(KeptFile), 'Photos and films, with links that open them for a day.', 10_000),
          audit: list(ref(AuditEntry), 'Who changed something about the order.', 1_000),
        },
        { description: 'A purchase and what came of it.' },
      ),
      'Every purchase that names the person, in the order they were entered.',
      10_000,
    ),
  },
  { $id: 'PersonDocument', description: 'Everything that is kept of one person.' },
)

export const PRIVACY = [PersonInput, ErasureInput, Erasure, PersonDocument]
