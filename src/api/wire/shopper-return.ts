/** A return as its shopper follows it: how it stands in facts, what may be done by when, and what was and will be. */
import Type from 'typebox'
import { SHOPPER_ACTS } from '../../desk/shopper/following-acts.ts'
import { DUE_KINDS, GRADES, HANDLINGS, LANES, METHOD_TYPES, CHECKPOINT_KINDS } from '../../core/return/return.ts'
import { ref } from '../../http/schema.ts'
import { Address, Figure, FileLink, Money } from './common.ts'
import { flag, id, list, moment, optional, orNull, text, the, theOrNull, url, whole, word } from './fields.ts'
import { Resolution } from './return.ts'

const amount = (description: string) => theOrNull(Money, description)
const who = word(['you', 'shop', 'arbiter'], 'Who. The shop’s people have no names here.')
const side = word(['you', 'shop'], 'Which of the two.')
const files = list(ref(FileLink), 'Photos and films.', 100)

/** What stands in the places of a sentence; what it does not need is left out, and null where it is not this shopper’s to know. */
const places = {
  by: optional(orNull(moment('Until when.'))),
  at: optional(orNull(moment('When.'))),
  amount: optional(amount('How much.')),
  rest: optional(amount('How much of it is still to come.')),
  count: optional(whole('How many pieces.', 1)),
  text: optional(orNull(text('Words somebody said.', 'The shirt was worn.', 2_000))),
  carrier: optional(orNull(text('The carrier.', 'DHL'))),
  order_number: optional(orNull(text('The order of the replacement.', '5002', 128))),
  reference: optional(orNull(text('The code of a store credit.', 'GC-7731', 128))),
}

const code = (example: string) => text('What is so, as a word that never changes its meaning.', example, 64)

export const ShopperSentence = Type.Object(
  { code: code('send_with_label'), ...places },
  { $id: 'ShopperSentence', description: 'A sentence to say in any language: a code, and what stands in its places.' },
)

export const ShopperMoment = Type.Object(
  { when: word(['done', 'now', 'next'], 'Past, present or to come.'), code: code('approved'), ...places },
  { $id: 'ShopperMoment', description: 'A moment on the line of time.' },
)

const Piece = Type.Object(
  {
    item_id: id('Name it in what is done to it.'),
    title: text('The article.', 'Linen shirt'),
    variant: orNull(text('Which of its variants.', 'M')),
    sku: text('Stock keeping unit.', 'SHIRT-M', 128),
    picture: orNull(url('A picture.', 'https://shop.example/shirt.jpg')),
    quantity: whole('What comes back. Unit: pieces.', 1),
    received: whole('What of it has been counted in. Unit: pieces.', 0),
    handling: word(HANDLINGS, 'Whether it travels.'),
    resolution: the(Resolution, 'What the shopper gets for it.'),
    reason: Type.Object(
      {
        code: text('Why it comes back.', 'too_small', 64),
        text: orNull(text('In the shop’s words.', 'Too small', 500)),
        sub: orNull(text('The finer reason.', 'too_short', 128)),
        comment: orNull(text('What was written about it.', 'Sleeves end above the wrist.', 2_000)),
      },
      { description: 'Why it comes back.' },
    ),
    media: list(
      Type.Object(
        {
          id: id('The file.'),
          kind: word(['photo', 'video'], 'What it is.'),
          by: who,
          url: text('Signed link; expires within a day.', '/v1/files/0190a6b0…/full?expires=…', 2_000),
          thumbnail_url: text('Signed link to a small picture.', '/v1/files/0190a6b0…/small?expires=…', 2_000),
        },
        { description: 'A photo or film.' },
      ),
      'Photos and films of it.',
      200,
    ),
    found: list(
      Type.Object(
        {
          grade: word(GRADES, 'The condition: a as new, b good, c worn or damaged, d not usable.'),
          quantity: whole('Unit: pieces.', 1),
          media: files,
        },
        { description: 'What the shop saw when it looked.' },
      ),
      'What the shop found.',
      1_000,
    ),
  },
  { $id: 'ShopperReturnPiece', description: 'What comes back of one line.' },
)

const Place = Type.Object(Type.Omit(Address, ['phone', 'email', 'type']).properties, {
  $id: 'ShopperPlace',
  description: 'A postal address on a parcel; unknown parts are null.',
})

const fileOrLink = (description: string) =>
  orNull(text(description, '/v1/files/0190a6b0-7c1e-7d3a-9f42-5b8e2c6d1a70/full?expires=…', 2_000))

const Parcel = Type.Object(
  {
    id: id('Name it in `correct`.'),
    leg: word(['inbound', 'back'], 'To the shop, or back to the shopper.'),
    state: text('Where it is.', 'in_transit', 32),
    carrier: text('Who carries it.', 'DHL'),
    tracking_number: orNull(text('Its number.', 'JD014600003', 128)),
    tracking_url: orNull(url('Where people follow it.')),
    mendable: flag('The number was given by the shopper and may still be mended.'),
    label: orNull(
      Type.Object(
        { url: fileOrLink('The label to print.'), qr: fileOrLink('The code a counter prints it from.') },
        { description: 'Its label.' },
      ),
    ),
    checkpoints: list(
      Type.Object(
        {
          at: moment('When.'),
          kind: word(CHECKPOINT_KINDS, 'What the carrier said.'),
          text: text('In its words.', 'Arrived at the depot', 1_000),
        },
        { description: 'A scan.' },
      ),
      'Scans, the oldest first.',
      1_000,
    ),
    eta: orNull(
      Type.Object(
        { from: moment('The earliest moment.'), to: moment('The latest moment.') },
        { description: 'When the carrier expects to deliver.' },
      ),
    ),
    at: moment('Since when it is known.'),
  },
  { $id: 'ShopperParcel', description: 'A parcel of the return.' },
)

const Dropoff = Type.Object(
  {
    id: id('The drop-off.'),
    provider: text('Where it can be handed in.', 'Happy Returns'),
    number: text('Its number.', 'HR-7731', 128),
    qr: fileOrLink('The code to show.'),
    state: text('Where it stands.', 'booked', 32),
  },
  { $id: 'ShopperDropoff', description: 'Goods to be handed in at a counter.' },
)

const Funds = Type.Object(
  {
    all: theOrNull(Figure, 'From the wish to the last refund, unfolded; null where it is not this shopper’s to know.'),
    expected: amount('What can still be expected on top of what was promised.'),
    promised: amount('What was promised.'),
    paid: amount('What has gone.'),
    payouts: list(
      Type.Object(
        {
          id: id('The payout.'),
          kind: word(['refund', 'store_credit', 'exchange', 'elsewhere'], 'What it is.'),
          state: word(['on_its_way', 'done', 'failed'], 'Where it stands.'),
          amount: the(Money, 'How much.'),
          to: orNull(
            word(
              ['card', 'gift_card', 'store_credit', 'bank', 'cash_on_delivery', 'platform'],
              'What it went back to; null where that is not known.',
            ),
          ),
          at: moment('When.'),
          reference: orNull(text('The code of a store credit.', 'GC-7731', 128)),
        },
        { description: 'Money that moves.' },
      ),
      'Payment by payment.',
      1_000,
    ),
    charges: list(
      Type.Object(
        {
          id: id('The charge.'),
          kind: word(['exchange_difference', 'return_cost', 'not_returned'], 'What for.'),
          state: word(['asked', 'authorized', 'sent', 'done', 'declined', 'released'], 'Where it stands.'),
          amount: the(Money, 'How much.'),
        },
        { description: 'What the shopper owes or has paid.' },
      ),
      'What is to be paid.',
      100,
    ),
  },
  { $id: 'ShopperMoney', description: 'The money of a return.' },
)

const Offer = Type.Object(
  {
    id: id('Name it in `accept` and `decline`.'),
    by: side,
    at: moment('When it was made.'),
    until: orNull(moment('Until when it waits for an answer.')),
    handling: word(HANDLINGS, 'Whether the goods travel.'),
    amount: amount('How much.'),
    end: orNull(
      word(
        ['accepted', 'declined', 'superseded', 'lapsed', 'overtaken'],
        'What became of it; null while it waits for an answer.',
      ),
    ),
    ended_at: orNull(moment('When.')),
  },
  { $id: 'ShopperOffer', description: 'Proposed terms.' },
)

const Dispute = Type.Object(
  {
    state: word(['raised', 'judging', 'for_shopper', 'for_merchant', 'withdrawn'], 'Where it stands.'),
    by: side,
    at: moment('Since when.'),
    text: text('What was said.', 'The shirt was new.', 5_000),
    verdict: orNull(
      Type.Object(
        {
          at: moment('When.'),
          text: text('What was decided.', 'The shop pays.', 5_000),
          pays: word(['now', 'after_goods', 'nothing'], 'Whether and when money goes.'),
        },
        { description: 'What the arbiter decided.' },
      ),
    ),
  },
  { $id: 'ShopperDispute', description: 'A case before the arbiter.' },
)

const told = (name: string, description: string) =>
  Type.Object(
    { id: id('It.'), at: moment('When.'), by: who, text: text('What was said.', 'When?', 5_000), media: files },
    { $id: name, description },
  )
const Message = told('ShopperMessage', 'A message between shopper and shop.')
const Evidence = told('ShopperEvidence', 'What one side showed.')

const document = Type.Object(
  {
    kind: word(['label', 'code', 'slip', 'calendar'], 'What it is for.'),
    shipment_id: optional(id('The parcel a label is for.')),
    url: optional(
      text('Where it lies: a signed link, or an address below this one.', '/v1/shopper/returns/K7M2XQ4P/slip', 2_000),
    ),
    text: optional(text('What the code says, for reading out.', 'K7M2XQ4P', 128)),
    provider: optional(orNull(text('At whose counter a code is shown.', 'Happy Returns'))),
    by: optional(moment('The end that a calendar entry is for.')),
  },
  { description: 'A paper, or a code to show.' },
)

const way = {
  type: word(METHOD_TYPES, 'How the goods travel.'),
  name: text('The name shown to people.', 'Prepaid label'),
}

export const ShopperReturn = Type.Object(
  {
    id: id('The return.'),
    number: text('Its number, for people and for addresses.', 'K7M2XQ4P', 64),
    version: whole('What a decision is based on; send it as `expected_version` or `If-Match`.', 3),
    created_at: moment('When it was filed.'),
    updated_at: moment('When something happened last.'),
    standing: word(['customer', 'recipient'], 'Whose it is: the buyer’s, or that of whom a gift was sent to.'),
    lane: word(LANES, 'By which rules it was filed.'),
    order: Type.Object(
      { id: id('The order.'), number: text('Its number.', '5001', 128), placed_at: moment('When it was made.') },
      { description: 'The purchase.' },
    ),
    shop: Type.Object(
      {
        id: id('The shop.'),
        name: text('Its name.', 'Linnea', 128),
        time_zone: text('Where its days end.', 'Europe/Berlin', 64),
        has_arbiter: flag('Somebody else than the shop judges disputes.'),
      },
      { description: 'The shop.' },
    ),
    state: the(ShopperSentence, 'How it stands, in one sentence.'),
    then: theOrNull(ShopperSentence, 'What follows from that.'),
    phase: word(['answer', 'send', 'way', 'check', 'money', 'ended'], 'Where on the way it is.'),
    meaning: word(['waiting', 'good', 'stopped', 'information'], 'What that means to the shopper.'),
    turn: Type.Object(
      {
        whose: word(['shopper', 'shop', 'arbiter', 'carrier', 'nobody'], 'Who has to move.'),
        by: orNull(moment('Until when.')),
      },
      { description: 'Whose turn it is.' },
    ),
    may: list(word(SHOPPER_ACTS, 'A verb.'), 'What the shopper may do now: `POST …/{verb}`.', SHOPPER_ACTS.length),
    main: orNull(
      word(
        ['offer', 'evidence', 'pay', 'method', 'label', 'ship', 'code'],
        'The one thing to do when it is the shopper’s turn.',
      ),
    ),
    timeline: list(ref(ShopperMoment), 'Done, now, next.', 2_000),
    pieces: list(ref(Piece), 'What comes back.', 2_000),
    method: orNull(Type.Object(way, { description: 'How it travels.' })),
    methods: list(
      Type.Object(
        { ...way, cost: amount('What it costs; null where it is not this shopper’s to know.') },
        { description: 'A way back.' },
      ),
      'The ways back on offer.',
      50,
    ),
    sender: Type.Object(
      { name: text('Who.', 'Maja Lund'), address: theOrNull(Place, 'From where; null where nobody has said.') },
      { description: 'Who sends it.' },
    ),
    to: theOrNull(Place, 'Where it travels to.'),
    parcels: list(ref(Parcel), 'Its parcels.', 1_000),
    dropoffs: list(ref(Dropoff), 'Goods to be handed in.', 100),
    money: the(Funds, 'Its money.'),
    exchange: orNull(
      Type.Object(
        {
          state: text('Where it stands.', 'asked', 32),
          order_number: orNull(text('The order that was placed for it.', '5002', 128)),
          lines: list(
            Type.Object(
              {
                title: text('The article.', 'Linen shirt'),
                variant: orNull(text('Which of its variants.', 'L')),
                quantity: whole('Unit: pieces.', 1),
              },
              { description: 'An article.' },
            ),
            'What goes out instead.',
            100,
          ),
        },
        { description: 'What goes out instead.' },
      ),
    ),
    offers: list(ref(Offer), 'Terms that were proposed, the oldest first.', 1_000),
    dispute: theOrNull(Dispute, 'The case before the arbiter.'),
    evidence: list(ref(Evidence), 'What the sides showed.', 1_000),
    messages: list(ref(Message), 'What was written between shopper and shop.', 10_000),
    waits: list(
      Type.Object(
        {
          kind: word(DUE_KINDS, 'What is waited for.'),
          whose: word(['shopper', 'shop', 'arbiter', 'carrier', 'nobody'], 'Who has to move.'),
          at: orNull(moment('Until when; null for ever.')),
        },
        { description: 'A wait that runs.' },
      ),
      'What is waited for.',
      20,
    ),
    documents: list(document, 'Papers to print and codes to show.', 100),
  },
  { $id: 'ShopperReturn', description: 'A return as its shopper follows it.' },
)

export const ShopperReturns = Type.Object(
  { data: list(ref(ShopperReturn), 'Returns, the newest first.', 1_000) },
  { $id: 'ShopperReturns', description: 'Returns of the orders the session opens.' },
)

export const SHOPPER_RETURN = [
  ShopperSentence,
  ShopperMoment,
  Piece,
  Place,
  Parcel,
  Dropoff,
  Funds,
  Offer,
  Dispute,
  Message,
  Evidence,
  ShopperReturn,
  ShopperReturns,
]
