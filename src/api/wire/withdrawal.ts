/** Statements by which consumers withdraw from a purchase. */
import Type from 'typebox'
import { LANGUAGES } from '../../core/languages.ts'
import { WAITING_WHYS, WITHDRAWAL_STATES } from '../../core/withdrawal.ts'
import { exactly } from '../../http/schema.ts'
import { id, list, moment, optional, orNull, pieces, said, text, word } from './fields.ts'

const SCOPES = ['whole', 'part', 'pieces'] as const

const Piece = Type.Object(
  {
    line: id('A line of the order.'),
    title: text('What it is called there.', 'Linen dress', 512),
    quantity: pieces('How many of it.', 1),
  },
  { description: 'One article.' },
)

const Statement = Type.Object(
  {
    name: text('Who declared it.', 'Maja Lund', 200),
    order_number: text('The order, as it was named.', '1077', 100),
    email: text('Where the acknowledgement went.', 'maja@mail.example', 320),
    scope: Type.Object(
      {
        kind: word(SCOPES, 'whole: all of it. part: named in words. pieces: named one by one.'),
        text: optional(text('The part, in the consumer’s words.', 'only the blue shirt', 2_000)),
        pieces: optional(list(Piece, 'The pieces.', 500)),
      },
      { description: 'What of the order it is about.' },
    ),
    language: word(LANGUAGES, 'The language it was made in.'),
    words: text(
      'The whole declaration as it stood on the page when it was confirmed. Never changed.',
      'I, Maja Lund, hereby withdraw …',
      4_000,
    ),
  },
  { description: 'What was declared.' },
)

export const Withdrawal = Type.Object(
  {
    id: id('The statement.'),
    organization_id: id('Its organisation.'),
    shop_id: id('Its shop.'),
    number: text('Stands on the acknowledgement.', 'WK7M2XQ4P', 64),
    received_at: moment('When it was received; it counts from this moment.'),
    statement: Statement,
    order_id: orNull(id('The order it was found to be about.')),
    returns: list(id('A return.'), 'The returns opened from it.', 10),
    state: word(
      WITHDRAWAL_STATES,
      'received: nothing came of it yet. opened: a return was made of it. waiting: a person has to look.',
    ),
    why: orNull(
      word(
        WAITING_WHYS,
        'Why a person has to look: no single order has that number and address; the part is named in words; nothing of it is left to send back; the period is over or the goods are excepted; the order went to a country where the right does not exist.',
      ),
    ),
  },
  { $id: 'Withdrawal', description: 'A statement of withdrawal, and what came of it.' },
)

export const WithdrawalPage = Type.Object(
  {
    data: list(Type.Ref('Withdrawal'), 'Newest first.', 100),
    next: orNull(text('Where the next page begins.', 'WzEsWyIyMDI2…', 1_024)),
  },
  { $id: 'WithdrawalPage', description: 'One page of statements.' },
)

export const WithdrawalMatch = exactly(
  {
    order_id: id('The order it is about.'),
    pieces: optional(
      list(
        exactly(
          { line: id('A line of the order.'), quantity: pieces('How many of it.', 1) },
          { description: 'One article.' },
        ),
        'Which pieces. Default: all that can be withdrawn from.',
        500,
        { minItems: 1 },
      ),
    ),
  },
  { $id: 'WithdrawalMatch', description: 'What a person found a statement to be about.' },
)

export const ShopperWithdrawalInput = exactly(
  {
    name: said('Who withdraws.', 'Maja Lund', 200),
    order_number: said('The order, as it was named to the consumer.', '1077', 100),
    email: Type.String({
      pattern: '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$',
      maxLength: 320,
      description: 'Where the acknowledgement goes.',
      examples: ['maja@mail.example'],
    }),
    part: optional(
      said('Which goods, in the consumer’s words. Default: the whole order.', 'only the blue shirt', 2_000),
    ),
    language: optional(word(LANGUAGES, 'The language of statement and acknowledgement. Default: the shop’s first.')),
  },
  { $id: 'ShopperWithdrawalInput', description: 'A statement of withdrawal.' },
)

export const ShopperWithdrawal = Type.Object(
  {
    number: text('Stands on the acknowledgement.', 'WK7M2XQ4P', 64),
    received_at: moment('When it was received; show it to the second. It counts from this moment.'),
    words: text('The declaration as it was received.', 'I, Maja Lund, hereby withdraw …', 4_000),
  },
  { $id: 'ShopperWithdrawal', description: 'The acknowledgement.' },
)

export const WITHDRAWAL = [ShopperWithdrawalInput, ShopperWithdrawal, Withdrawal, WithdrawalPage, WithdrawalMatch]
