/** Promising money and moving it. */
import Type from 'typebox'
import { BASES, HANDLINGS, REFUND_DESTINATIONS } from '../../../core/return/return.ts'
import { exactly, ref } from '../../../http/schema.ts'
import { Amount, PartyInput, TwoInput, VariantInput } from '../common.ts'
import { flag, id, list, moment, only, optional, orNull, pieces, said, text, the, theOrNull, word } from '../fields.ts'
import { contents } from './asked.ts'

const lines = optional(contents('For which pieces. Default: all that are payable and not paid yet.'))
const amount = optional(
  theOrNull(Amount, 'A typed total in the order’s currency; null or left out grants what the pieces are worth.'),
)
const why = optional(orNull(text('Why, when the amount is typed.', 'Agreed on the phone.', 500)))
const externalId = optional(orNull(text('The gateway’s id of the movement.', 're_3Nk', 128)))
const payout = id('The payout.')

const transaction = exactly(
  {
    external_id: said('The gateway’s id.', 're_3Nk', 128),
    parent_external_id: orNull(text('The gateway’s id of the payment it gives back.', 'ch_3Nk', 128)),
    gateway: said('The gateway.', 'stripe', 64),
    amount: the(Amount, 'How much.'),
  },
  { description: 'One movement at a gateway.' },
)

export const SETTLEMENT = {
  grant: exactly({
    lines,
    basis: optional(word(BASES, 'On what the promise rests. Default: as policy says.')),
    amount,
    to: optional(
      word([...REFUND_DESTINATIONS, 'exchange'], 'Where the money will go. Default: as each item’s resolution says.'),
    ),
    handling: optional(word(HANDLINGS, 'keep: the goods need not travel any more.')),
    why,
  }),
  refund: exactly({
    lines,
    amount,
    to: optional(word(REFUND_DESTINATIONS, 'Where the money goes. Default: as granted.')),
    why,
  }),
  credit: exactly({ lines, amount, why }),
  settle: Type.Union([
    exactly(
      { payout_id: payout, outcome: only('sent', 'The gateway took it.'), external_id: externalId },
      { description: 'The gateway took the order.' },
    ),
    exactly(
      {
        payout_id: payout,
        outcome: only('done', 'The money moved.'),
        external_id: externalId,
        reference: optional(orNull(text('What the shopper sees on the statement.', 'ARN 7412', 128))),
        transactions: optional(list(transaction, 'The movements at the gateway.', 50)),
      },
      { description: 'The money moved.' },
    ),
    exactly(
      {
        payout_id: payout,
        outcome: only('declined', 'The gateway said no.'),
        why: said('What the gateway said.', 'Card expired.', 500),
      },
      { description: 'The gateway said no.' },
    ),
    exactly(
      {
        payout_id: payout,
        outcome: only('unknown', 'Nobody can tell yet.'),
        why: said('What is not known.', 'Timed out.', 500),
      },
      { description: 'Nobody can tell yet; it is asked again, never repeated.' },
    ),
  ]),
  settle_elsewhere: exactly({
    reference: said('How the money went.', 'SEPA 2026-03-10', 128),
    why: said('Why it went another way.', 'Refunded in the store.', 500),
  }),
  lift: exactly({ why: said('Why the mark was wrong.', 'Wrong return.', 500) }),
}

export const Replacement = exactly(
  {
    variant: the(VariantInput, 'What is wanted.'),
    title: said('Name of the article.', 'Shirt'),
    product: text('The shop’s id of the product.', 'p-SHIRT', 128),
    quantity: pieces('How many.'),
    unit: the(TwoInput, 'Price of one piece.'),
    tax: the(TwoInput, 'Tax on the whole line, on top of the price; zero when the price contains it.'),
    replaces: optional(orNull(id('The item it is exchanged for, when it is for one.'))),
  },
  { $id: 'Replacement', description: 'One article wanted instead.' },
)

export const PlacedOrder = exactly(
  {
    order_id: orNull(id('The new order, when this house knows it.')),
    external_id: said('The shop’s id of the new order.', '5001', 128),
    number: said('Its number.', '#5001', 64),
    customer: optional(the(PartyInput, 'Whose order it is.')),
    country: optional(
      orNull(
        Type.String({ pattern: '^[A-Z]{2}$', description: 'Where it goes. ISO 3166-1 alpha-2.', examples: ['DE'] }),
      ),
    ),
  },
  { $id: 'PlacedOrder', description: 'The order that was placed for an exchange.' },
)

export const EXCHANGE = {
  exchange: exactly({
    lines: list(ref(Replacement), 'What is wanted instead.', 100, { minItems: 1 }),
    charge_by: optional(word(['shop', 'other'], 'Who collects a difference. Default: shop.')),
    reserve: optional(
      orNull(
        exactly(
          { until: orNull(moment('Until when stock is kept; null without end.')) },
          { description: 'Keep stock aside.' },
        ),
        'Keep stock aside for it.',
      ),
    ),
    advance: optional(flag('Send the replacement before the goods are back, against a held amount.')),
  }),
  place: Type.Union([
    exactly(
      {
        ordered: the(PlacedOrder, 'The order that was placed.'),
      },
      { description: 'The replacement was ordered.' },
    ),
    exactly(
      {
        failed: said('Why it could not be ordered; `out_of_stock` lets the shop’s fallback run.', 'out_of_stock', 500),
      },
      { description: 'The replacement could not be ordered.' },
    ),
  ]),
  authorize: exactly({
    charge_id: id('The charge.'),
    external_id: externalId,
    until: moment('How long the amount is held.'),
  }),
  charge: exactly({
    charge_id: optional(id('The charge that was asked for; left out to ask for a new one.')),
    kind: optional(word(['exchange_difference', 'return_cost', 'not_returned'], 'What a new charge is for.')),
    amount: optional(theOrNull(Amount, 'How much; default what is owed.')),
    outcome: optional(word(['sent', 'done', 'declined'], 'What the gateway said; left out to ask it.')),
    external_id: externalId,
    why: optional(said('What the gateway said.', 'Insufficient funds.', 500)),
  }),
  release: exactly({ charge_id: id('The held charge to let go.') }),
}
