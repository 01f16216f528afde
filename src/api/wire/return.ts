/** A return as this door shows it: everything that was told, counted and promised, and what may be done next. */
import Type from 'typebox'
import { ROLES } from '../../core/party.ts'
import { REASON_CODES } from '../../core/reasons.ts'
import {
  BASES,
  CHECKPOINT_KINDS,
  DISPOSITIONS,
  DISPUTE_REASONS,
  DUE_KINDS,
  GRADES,
  HANDLINGS,
  INSPECTORS,
  KINDS,
  LANES,
  METHOD_TYPES,
  REFUND_DESTINATIONS,
} from '../../core/return/return.ts'
import { COLUMNS } from '../../core/return/where.ts'
import { ref } from '../../http/schema.ts'
import { Assessment } from './assessment.ts'
import {
  Actor,
  Address,
  Contents,
  Figure,
  FileLink,
  Gift,
  Mark,
  Media,
  Money,
  Party,
  SIDES,
  Two,
  Variant,
} from './common.ts'
import { Due, Event } from './event.ts'
import { flag, id, list, moment, optional, orNull, text, the, theOrNull, whole, word } from './fields.ts'
import { Order } from './order.ts'
import { Policy } from './policy.ts'
import { Shop } from './shop.ts'
import { VERB_NAMES } from './verb-names.ts'

const count = (description: string, example = 1) => whole(`${description} Unit: pieces.`, example)
const files = (description: string) => list(ref(FileLink), description, 1_000)
const contents = list(ref(Contents), 'Which pieces.', 1_000)
const dispute = (states: readonly string[], members: object) =>
  Type.Object(
    { state: word(states as readonly [string], 'Where the dispute stands.'), ...members },
    { description: `A dispute that is ${states.join(' or ')}.` },
  )

export const Resolution = Type.Object(
  {
    type: word(['refund', 'replace', 'swap'], 'Money back, the same article in another variant, or something else.'),
    to: optional(word(REFUND_DESTINATIONS, 'Where a refund goes.')),
    variant: optional(the(Variant, 'The variant wanted instead.')),
  },
  { $id: 'Resolution', description: 'What the shopper gets for the pieces.' },
)

export const Reason = Type.Object(
  {
    code: word(REASON_CODES, 'The reason, from the closed list.'),
    text: orNull(text('The shop’s or platform’s own wording.', 'Zu klein', 500)),
    sub: orNull(text('The finer reason.', 'too_short', 128)),
    comment: orNull(text('What the shopper wrote.', 'Sleeves end above the wrist.', 2_000)),
  },
  { $id: 'Reason', description: 'Why something comes back.' },
)

export const Quantities = Type.Object(
  {
    asked: count('Asked for when the return was filed.'),
    returned: count('Asked for less what was taken off again: what still comes back.'),
    received: count('Counted in, by the counts that stand.', 0),
    graded: count('Looked at by an inspector.', 0),
    restocked: count('Put back on the shelf.', 0),
    refunded: count('Whose money has gone.', 0),
    granted: count('Promised money for.', 0),
    surplus: count('Came beyond what was announced and wait for a decision.', 0),
  },
  { $id: 'Quantities', description: 'How many pieces of one item stand where; all read from the lists of facts.' },
)

export const Item = Type.Object(
  {
    id: id('The item.'),
    position: whole('Its place in the return, counted from 1.', 1),
    line_id: id('The sold line of the order.'),
    slices: list(
      Type.Object(
        { id: id('The hold.'), fulfilment_id: id('The delivery the pieces came in.'), quantity: count('How many.') },
        { description: 'Pieces held of one delivery.' },
      ),
      'Which delivered pieces are spoken for.',
    ),
    kit: orNull(
      Type.Object(
        { line_id: id('The kit’s line.'), whole: flag('A complete kit comes along.') },
        { description: 'The kit the item is a part of.' },
      ),
      'The kit the item is a part of.',
    ),
    asked: count('As filed.'),
    removed: list(
      Type.Object(
        {
          quantity: count('How many.'),
          mark: the(Mark, 'Who took them off.'),
          why: text('Why.', 'Sent by mistake.', 500),
        },
        { description: 'Pieces taken off again.' },
      ),
      'Pieces taken off again.',
    ),
    handling: word(HANDLINGS, 'Whether the goods travel.'),
    resolution: the(Resolution, 'What the shopper gets.'),
    reason: the(Reason, 'Why it comes back.'),
    media: list(ref(Media), 'Photos and films of the pieces.'),
    tags: list(
      Type.Object(
        { id: text('The tag.', 'vip', 64), at: moment('When it was put on.') },
        { description: 'A tag on the item.' },
      ),
      'Tags of the item.',
    ),
    serials: list(text('A serial number.', 'SN-0012', 128), 'Serial numbers of the pieces.', 10_000),
    title: optional(
      text('Name of the article as it was sold. In lists it is left out; read the return itself.', 'Shirt', 500),
    ),
    sku: optional(text('Stock keeping unit as it was sold. In lists it is left out.', 'SHIRT-M', 128)),
    quantities: the(Quantities, 'How many pieces stand where.'),
  },
  { $id: 'Item', description: 'Pieces of one sold line that come back.' },
)

export const Offer = Type.Object(
  {
    id: id('The offer.'),
    by: word(SIDES, 'Which side made it.'),
    person: text('Who made it.', 'Jonas', 250),
    at: moment('When.'),
    until: orNull(moment('Until when it stands.')),
    terms: Type.Object(
      {
        handling: word(HANDLINGS, 'Whether the goods travel.'),
        amount: theOrNull(Money, 'What the shopper gets; null for what the pieces are worth.'),
      },
      { description: 'What is proposed.' },
    ),
    end: orNull(
      word(['accepted', 'declined', 'superseded', 'lapsed', 'overtaken'], 'How it ended; null while it stands.'),
    ),
    ended_at: orNull(moment('When it ended.')),
  },
  { $id: 'Offer', description: 'Terms one side proposed to the other.' },
)

export const Case = Type.Object(
  {
    by: word(SIDES, 'Which side raised it.'),
    reason: word(DISPUTE_REASONS, 'What it is about.'),
    reason_id: orNull(whole('The number in the shop’s list.', 2)),
    text: text('The case in words.', 'The shirt was worn.', 5_000),
    email: orNull(text('Where the arbiter may write to.', 'owner@linnea.example', 320)),
    at: moment('When it was raised.'),
    modules: list(
      Type.Object(
        {
          index: whole('Which required piece of evidence.', 1),
          requirement: text('What was asked for.', 'Photo of the label', 1_000),
          media: files('The photos.'),
        },
        { description: 'One piece of evidence.' },
      ),
      'Evidence, piece by piece.',
    ),
  },
  { $id: 'Case', description: 'What is before the arbiter.' },
)

export const Verdict = Type.Object(
  {
    at: moment('When.'),
    by: the(Actor, 'Who judged.'),
    text: text('The reasons.', 'The photos show wear.', 5_000),
    pays: word(['now', 'after_goods', 'nothing'], 'When the shopper is paid.'),
    amount: theOrNull(Money, 'What the shopper gets; null for what the pieces are worth.'),
  },
  { $id: 'Verdict', description: 'What the arbiter decided.' },
)

const Dispute = Type.Union(
  [
    dispute(['none'], {}),
    dispute(['raised', 'judging'], { case: the(Case, 'The case.') }),
    dispute(['for_shopper', 'for_merchant'], { case: the(Case, 'The case.'), verdict: the(Verdict, 'The verdict.') }),
    dispute(['withdrawn'], {
      case: the(Case, 'The case.'),
      moot: flag('It ended because the return ended, not because somebody gave in.'),
    }),
  ],
  { $id: 'Dispute', description: 'The dispute before the arbiter.' },
)

const Request = Type.Object(
  {
    state: word(COLUMNS.request, 'Where the request stands.'),
    reason: optional(orNull(text('Why it was rejected or cancelled.', 'Worn and washed.', 1_000))),
    cause: optional(
      word(['shopper', 'merchant', 'evidence_missing', 'platform'], 'On whose account it was cancelled.'),
    ),
  },
  { $id: 'Request', description: 'What was decided about the request.' },
)

const Duty = Type.Object(
  {
    state: word(COLUMNS.evidence, 'Where the merchant’s duty to prove stands.'),
    by: optional(orNull(moment('Until when evidence is due; null without end.'))),
    since: optional(moment('Since when it is overdue.')),
  },
  { $id: 'Duty', description: 'The merchant’s duty to prove.' },
)

const Claim = Type.Object(
  {
    at: moment('When.'),
    by: the(Actor, 'Who claims.'),
    amount: theOrNull(Money, 'How much; null leaves it to the arbiter.'),
    text: text('Why.', 'The goods came back broken.', 5_000),
    media: files('Photos.'),
  },
  { $id: 'Claim', description: 'What the merchant wants from the marketplace.' },
)

const Compensation = Type.Object(
  {
    state: word(COLUMNS.compensation, 'Where the merchant’s compensation stands.'),
    until: optional(orNull(moment('Until when a claim may be made.'))),
    claim: optional(the(Claim, 'The claim.')),
    parts: optional(
      list(
        Type.Object(
          { type: text('What is paid for.', 'goods', 64), amount: the(Money, 'How much.') },
          { description: 'One part.' },
        ),
        'What the marketplace pays, part by part.',
      ),
    ),
  },
  { $id: 'Compensation', description: 'The merchant’s claim on the marketplace.' },
)

export const Evidence = Type.Object(
  {
    id: id('The evidence.'),
    side: word(SIDES, 'Which side gave it.'),
    about: word(['request', 'dispute', 'claim'], 'What it is evidence for.'),
    media: files('Photos and films.'),
    text: text('What they show.', 'The seal is broken.', 5_000),
    at: moment('When.'),
    replaced_by: orNull(id('Later evidence of the same side that took its place.')),
  },
  { $id: 'Evidence', description: 'What a side showed.' },
)

export const Checkpoint = Type.Object(
  {
    at: moment('When the carrier saw it.'),
    kind: word(CHECKPOINT_KINDS, 'What the scan means.'),
    text: text('The carrier’s own words.', 'Parcel picked up', 500),
    pickup_media: list(text('A link.', 'https://carrier.example/pop.jpg', 2_000), 'Proof of pick-up.'),
    delivery_media: list(text('A link.', 'https://carrier.example/pod.jpg', 2_000), 'Proof of delivery.'),
  },
  { $id: 'Checkpoint', description: 'One scan of the carrier.' },
)

const link = (description: string) =>
  orNull(
    text(
      `${description} A signed link to a kept file, or a link somebody else answers for.`,
      'https://labels.example/1.pdf',
      2_000,
    ),
  )

export const Label = Type.Object(
  {
    url: link('The label to print.'),
    shipping_slug: text('The label maker’s name of the service.', 'dhl', 64),
    qr: link('The code a counter prints the label from.'),
    charge: theOrNull(Money, 'What the label cost the shop.'),
    reference: orNull(text('The label maker’s number.', 'shp_123', 128)),
  },
  { $id: 'Label', description: 'A label.' },
)

export const Shipment = Type.Object(
  {
    id: id('The parcel.'),
    leg: word(
      ['inbound', 'onward', 'back'],
      'From the shopper, from the platform’s warehouse to the merchant, or back to the shopper.',
    ),
    source: word(['shopper', 'merchant', 'api', 'generated', 'forward'], 'Who announced it.'),
    carrier: Type.Object(
      {
        slug: text('Short name.', 'dhl', 64),
        name: text('The name people use.', 'DHL', 128),
        ref: orNull(whole('The platform’s number.', 7)),
        integrated: flag('The carrier reports its scans by itself.'),
      },
      { description: 'Who carries it.' },
    ),
    tracking_number: orNull(text('The parcel’s number.', 'JD014600003', 128)),
    state: word(
      ['booked', 'pickup_retry', 'pickup_failed', 'in_transit', 'delivery_failed', 'lost', 'delivered', 'cancelled'],
      'Where the parcel is, read from its checkpoints.',
    ),
    contents,
    label: theOrNull(Label, 'Its label.'),
    documents: list(
      Type.Object(
        {
          kind: word(['packing_slip', 'combined', 'conditional', 'invoice'], 'What the paper is.'),
          url: link('The paper.'),
          has: list(text('A part.', 'label', 64), 'What it contains.'),
        },
        { description: 'A paper that goes with it.' },
      ),
      'Papers that go with it.',
    ),
    from: theOrNull(Address, 'Where it starts.'),
    to: theOrNull(Address, 'Where it goes.'),
    proof: orNull(
      Type.Object(
        {
          media: files('Photos.'),
          remarks: orNull(text('What the sender says.', 'Handed over.', 2_000)),
          at: moment('When.'),
        },
        { description: 'That it was handed over.' },
      ),
      'That it was handed over.',
    ),
    eta: orNull(
      Type.Object(
        { from: moment('The earliest moment.'), to: moment('The latest moment.') },
        { description: 'When it should arrive.' },
      ),
      'When it should arrive.',
    ),
    refs: Type.Object(
      {
        pin: orNull(text('The code that opens the pick-up.', '4711', 64)),
        contact_number: orNull(text('The courier’s telephone.', '+65 6123 4567', 64)),
        query_number: orNull(text('The number to ask about.', 'Q-1', 64)),
      },
      { description: 'Numbers around it.' },
    ),
    checkpoints: list(ref(Checkpoint), 'What the carrier saw, oldest first.', 1_000),
    created_at: moment('When it was announced.'),
    cancelled_at: orNull(moment('When it was called off.')),
  },
  { $id: 'Shipment', description: 'A parcel.' },
)

const LabelOrder = Type.Object(
  {
    id: id('The ordered label.'),
    state: word(['ordered', 'made', 'failed'], 'Where it stands.'),
    reference: orNull(text('Your reference.', 'PO-77', 64)),
    from: theOrNull(Address, 'Where the parcel starts.'),
    to: theOrNull(Address, 'Where it goes.'),
    contents,
    shipment_id: orNull(id('The parcel it became.')),
    why: orNull(text('Why it failed.', 'Address unknown.', 500)),
    at: moment('When it was asked for.'),
  },
  { $id: 'LabelOrder', description: 'A label somebody asked for.' },
)

const Dropoff = Type.Object(
  {
    id: id('The drop-off.'),
    provider: text('Who takes the goods in.', 'happy_returns', 64),
    number: text('The provider’s number.', 'HR4711', 128),
    qr: link('The code to show at the counter.'),
    contents,
    drops: list(
      Type.Object(
        { id: id('The visit.'), at: moment('When.'), created_at: moment('When we heard of it.'), lines: contents },
        { description: 'One visit to the counter.' },
      ),
      'Visits to the counter.',
    ),
    shipments: list(
      Type.Object(
        {
          id: id('The parcel.'),
          external_id: text('The provider’s id of it.', 'box-1', 128),
          carrier_code: text('Who carries it.', 'ups', 64),
          tracking_number: text('Its number.', '1Z999AA10123456784', 128),
          contents: list(
            Type.Object(
              {
                item_id: id('The item.'),
                quantity: count('How many.'),
                bag_barcodes: list(text('A bag’s code.', 'BAG-1', 128), 'The bags.'),
              },
              { description: 'Pieces of one item.' },
            ),
            'What is inside.',
          ),
        },
        { description: 'A consolidated parcel.' },
      ),
      'Parcels the provider sent on.',
    ),
    created_at: moment('When it was opened.'),
  },
  { $id: 'Dropoff', description: 'Goods handed in at a counter.' },
)

const Grading = Type.Object(
  {
    grade: word(GRADES, 'The condition.'),
    quantity: count('How many.'),
    note: orNull(text('What the inspector saw.', 'Stain on the collar.', 2_000)),
    media: files('Photos.'),
    inspector: orNull(text('Who looked.', 'Jonas', 128)),
    at: orNull(moment('When.')),
  },
  { $id: 'Grading', description: 'What inspection found of some pieces.' },
)

export const Receiving = Type.Object(
  {
    id: id('The count.'),
    key: text('The counter’s own name for it.', 'scan-2026-03-10-17', 300),
    at: moment('When.'),
    by: the(Actor, 'Who counted.'),
    source: word(['dock', 'store', 'carrier', 'api'], 'Where the count comes from.'),
    place: orNull(text('Where.', 'MAIN', 64)),
    refused: orNull(text('Why the parcel was turned away.', 'Box was wet.', 500)),
    replaces: list(id('A receiving.'), 'Counts it takes the place of.'),
    lines: list(
      Type.Object(
        {
          item_id: id('The item.'),
          quantity: count('How many came.'),
          gradings: list(ref(Grading), 'What inspection found.'),
        },
        { description: 'What came of one item.' },
      ),
      'What came.',
      1_000,
    ),
  },
  { $id: 'Receiving', description: 'Goods counted in.' },
)

const Disposition = Type.Object(
  {
    id: id('The decision.'),
    key: text('Its name.', 'shelf-1', 300),
    item_id: id('The item.'),
    quantity: count('How many.'),
    to: word(DISPOSITIONS, 'Where they go.'),
    location_id: orNull(text('Which place or shelf.', 'MAIN', 64)),
    at: moment('When.'),
    by: the(Actor, 'Who decided.'),
    resale: orNull(
      Type.Object(
        {
          stage: whole('How far it is.', 3),
          orders: list(text('An order number.', 'ORD-99', 64), 'Sold with.'),
          next: orNull(text('What happens next.', 'RETURN_TO_SELLER', 64)),
        },
        { description: 'The platform sells them again.' },
      ),
      'The platform sells them again.',
    ),
  },
  { $id: 'Disposition', description: 'Where pieces go after they were counted in.' },
)

export const Grant = Type.Object(
  {
    id: id('The promise.'),
    at: moment('When.'),
    by: the(Actor, 'Who promised.'),
    basis: word(BASES, 'On what it rests.'),
    lines: contents,
    figure: the(Figure, 'How much, unfolded.'),
    to: word([...REFUND_DESTINATIONS, 'exchange'], 'Where the money goes.'),
    replaces: list(id('A grant.'), 'Promises it takes the place of.'),
    why: optional(orNull(text('Why a person promised it, in that person’s words.', 'Agreed on the phone.', 500))),
  },
  { $id: 'Grant', description: 'A promise of money. What moves it stands in `payouts`.' },
)

export const Payout = Type.Object(
  {
    id: id('The movement.'),
    key: text('Handed to the gateway so that it can tell a repetition.', 'grant:1', 300),
    grant_id: id('The promise it keeps.'),
    kind: word(['refund', 'store_credit', 'exchange', 'elsewhere'], 'How it moves.'),
    state: word(['planned', 'sent', 'done', 'declined', 'unknown'], 'Where it stands.'),
    amount: the(Money, 'How much, in the order’s currency.'),
    lines: contents,
    payment_id: orNull(id('The payment it gives back.')),
    gateway: text('Through which gateway.', 'stripe', 64),
    external_id: orNull(text('The gateway’s id.', 're_3Nk', 128)),
    reference: orNull(text('What the shopper sees.', 'ARN 7412', 128)),
    transactions: list(
      Type.Object(
        {
          external_id: text('The gateway’s id.', 're_3Nk', 128),
          parent_external_id: orNull(text('The payment’s id at the gateway.', 'ch_3Nk', 128)),
          gateway: text('The gateway.', 'stripe', 64),
          amount: the(Money, 'How much.'),
        },
        { description: 'One movement at a gateway.' },
      ),
      'Movements at the gateway.',
    ),
    at: moment('When it was planned.'),
    done_at: orNull(moment('When the money moved.')),
    why: orNull(text('Why it was declined or is unknown.', 'Card expired.', 500)),
  },
  { $id: 'Payout', description: 'Money on its way.' },
)

const Charge = Type.Object(
  {
    id: id('The charge.'),
    key: text('Its name at the gateway.', 'charge:1', 300),
    kind: word(['exchange_difference', 'return_cost', 'not_returned'], 'What for.'),
    state: word(['asked', 'authorized', 'sent', 'done', 'declined', 'released'], 'Where it stands.'),
    amount: the(Money, 'How much.'),
    gateway: text('Through which gateway.', 'stripe', 64),
    external_id: orNull(text('The gateway’s id.', 'pi_3Nk', 128)),
  },
  { $id: 'Charge', description: 'Money the shopper owes.' },
)

const Exchange = Type.Object(
  {
    lines: list(
      Type.Object(
        {
          variant: the(Variant, 'What is wanted.'),
          title: text('Name of the article.', 'Shirt'),
          product: text('The shop’s id of the product.', 'p-SHIRT', 128),
          quantity: count('How many.'),
          unit: the(Two, 'Price of one piece.'),
          tax: the(Two, 'Tax on the whole line.'),
          total: the(Two, 'Price of the whole line.'),
          replaces: orNull(id('The item it is for.')),
        },
        { description: 'One article wanted instead.' },
      ),
      'What is wanted instead.',
    ),
    bonus: list(
      Type.Object(
        {
          type: word(['extra', 'pre_discount'], 'When it is counted.'),
          value: theOrNull(Money, 'A fixed amount.'),
          rate_ppm: orNull(whole('Or a part of the value. Unit: parts per million.', 100_000)),
          used: the(Money, 'How much of it was used.'),
        },
        { description: 'One bonus.' },
      ),
      'What the shop adds for exchanging instead of refunding.',
    ),
    charge_by: word(['shop', 'other'], 'Who collects a difference.'),
    reserved_until: orNull(moment('Until when stock is kept.')),
    state: word(['proposed', 'ordered', 'failed', 'cancelled'], 'Where it stands.'),
    why: orNull(text('Why it failed.', 'out_of_stock', 500)),
    order: orNull(
      Type.Object(
        {
          id: orNull(id('The new order.')),
          external_id: text('The shop’s id of it.', '5001', 128),
          number: text('Its number.', '#5001', 64),
          customer: the(Party, 'Whose it is.'),
          country: orNull(text('Where it goes.', 'DE', 2)),
        },
        { description: 'The new order.' },
      ),
      'The new order.',
    ),
  },
  { $id: 'Exchange', description: 'What the shopper wants instead.' },
)

export const Method = Type.Object(
  {
    type: word(METHOD_TYPES, 'How the goods travel.'),
    name: text('The name shown to people.', 'Prepaid label'),
    zone: orNull(text('The country it was offered for.', 'DE', 64)),
    rule_id: orNull(text('The policy rule that set its cost.', 'free_label')),
    cost: the(Figure, 'What it costs the shopper.'),
  },
  { $id: 'Method', description: 'The way back that was chosen.' },
)

const Message = Type.Object(
  {
    id: id('The message.'),
    at: moment('When.'),
    by: the(Actor, 'Who wrote.'),
    to: word(SIDES, 'To which side.'),
    text: text('The words.', 'When can the courier come?', 5_000),
    media: files('Photos.'),
  },
  { $id: 'Message', description: 'A message between the sides.' },
)

export const Deadline = Type.Object(
  {
    kind: word(DUE_KINDS, 'What is waited for.'),
    owner: word(['merchant', 'shopper', 'arbiter'], 'Who has to move.'),
    at: orNull(moment('The last moment; null when nothing happens by itself.')),
    default: orNull(word(VERB_NAMES, 'What happens by itself when it passes; null only reminds.')),
  },
  { $id: 'Deadline', description: 'A wait that runs now.' },
)

const { kind: _kind, inspector: _inspector, ...STRANDS } = COLUMNS

const STRAND_MEANS: Record<keyof typeof STRANDS, string> = {
  request: 'What was decided about the request.',
  negotiation: 'Whose answer an offer waits for, and how it ended.',
  dispute: 'Where a dispute before the arbiter stands.',
  evidence: 'The merchant’s duty to prove.',
  compensation: 'The merchant’s claim on the marketplace.',
  transit: 'Where the goods are on their way back.',
  onward: 'The parcel from the platform’s warehouse to the merchant.',
  receiving: 'How much was counted in.',
  settlement: 'Whether the money was promised and moved.',
  handling: 'Whether the goods travel.',
}

export const State = Type.Object(
  Object.fromEntries(
    Object.entries(STRANDS).map(([strand, words]) => [
      strand,
      word(words as readonly string[] as readonly [string], STRAND_MEANS[strand as keyof typeof STRANDS]),
    ]),
  ),
  { $id: 'State', description: 'Where the return stands, strand by strand; the same words filter lists.' },
)

export const Allowed = Type.Object(
  Object.fromEntries(
    ROLES.map(role => [role, optional(list(word(VERB_NAMES, 'A verb.'), `What the role ${role} may do now.`))]),
  ),
  {
    $id: 'Allowed',
    description:
      'What each role may do now; in lists, what the role of your key may. Amounts and quantities are judged when it is asked for; try it with `/preview`.',
  },
)

const marks = [
  'approved',
  'rejected',
  'cancelled',
  'expired',
  'resolved',
  'received',
  'refunded',
  'reopened',
  'erased',
] as const

export const Return = Type.Object(
  {
    id: id('The return.'),
    organization_id: id('Whose house it is in.'),
    shop_id: id('The shop.'),
    order_id: id('The order it goes back to.'),
    serial: whole('Counts up within the shop.', 17),
    number: text('The code people read out over the phone; unique in the organisation.', 'K7M2XQ4P', 64),
    version: whole(
      'Counts every event. Send it as `expected_version` or `If-Match` to be told when somebody was faster.',
      3,
    ),
    created_at: moment('When it was filed.'),
    updated_at: moment('When something last happened.'),
    group_id: orNull(id('Filed together with returns of other orders.')),
    kind: word(KINDS, 'When the return began.'),
    inspector: word(INSPECTORS, 'Who looks at the goods.'),
    lane: word(LANES, 'By which rules it goes.'),
    filed_by: the(Actor, 'Who filed it.'),
    happened_at: orNull(moment('When it happened, as the filer said.')),
    comment: orNull(text('The filer’s sentence.', 'The box was opened.', 2_000)),
    reassessed: orNull(word(REASON_CODES, 'The arbiter’s own view of the reason.')),
    contact: the(Party, 'Whom to write to.'),
    billing: theOrNull(Address, 'Billing address.'),
    shipping: theOrNull(Address, 'Shipping address.'),
    pickup: theOrNull(Address, 'Pick-up address.'),
    gift: theOrNull(Gift, 'The purchase was a present.'),
    destination_id: orNull(text('The place the goods go to.', 'MAIN', 64)),
    freight: Type.Object(
      {
        payer: word(['undecided', 'shopper', 'merchant', 'platform'], 'Who pays the way back.'),
        reason: orNull(whole('The platform’s number of the reason.', 3)),
      },
      { description: 'Who pays the way back.' },
    ),
    method: theOrNull(Method, 'The way back that was chosen.'),
    items: list(ref(Item), 'What comes back.', 1_000),
    offers: list(ref(Offer), 'Offers, oldest first.', 1_000),
    evidence_given: list(ref(Evidence), 'What the sides showed.', 1_000),
    shipments: list(ref(Shipment), 'Parcels, oldest first.', 1_000),
    labels: list(ref(LabelOrder), 'Labels asked for.', 1_000),
    dropoffs: list(ref(Dropoff), 'Drop-offs.', 1_000),
    receivings: list(ref(Receiving), 'Goods counted in.', 1_000),
    dispositions: list(ref(Disposition), 'Where the pieces went.', 1_000),
    grants: list(ref(Grant), 'Money promised.', 1_000),
    payouts: list(ref(Payout), 'Money moved or moving.', 1_000),
    charges: list(ref(Charge), 'Money the shopper owes.', 1_000),
    exchange: theOrNull(Exchange, 'What is wanted instead.'),
    advance: orNull(
      Type.Object(
        {
          state: word(['authorized', 'charged', 'cancelled', 'failed'], 'Where it stands.'),
          charge_id: id('The held charge.'),
          until: moment('How long it is held.'),
        },
        { description: 'The replacement left before the goods were back.' },
      ),
      'The replacement left before the goods were back.',
    ),
    request: the(Request, 'What was decided.'),
    dispute: the(Dispute, 'The dispute.'),
    evidence: the(Duty, 'The merchant’s duty to prove.'),
    compensation: the(Compensation, 'The merchant’s compensation.'),
    marks: Type.Partial(
      Type.Object(Object.fromEntries(marks.map(mark => [mark, the(Mark, `When and by whom it was ${mark}.`)]))),
      { description: 'When and by whom the milestones were reached.' },
    ),
    due: the(Due, 'The last moment set per kind of wait; stays after it has passed.'),
    assessment: optional(
      the(Assessment, 'What policy said when it was filed. In lists it is left out; read the return itself.'),
    ),
    note: orNull(text('The note for colleagues.', 'Call back on Monday.', 5_000)),
    tags: list(text('A tag of the shop.', 'vip', 64), 'Tags.'),
    messages: list(ref(Message), 'Messages between the sides.', 1_000),
    assignee: orNull(text('Who takes care of it.', '0190a6b0-7c1e-7d3a-9f42-5b8e2c6d1a70', 64)),
    flagged: orNull(text('What is odd about it.', 'Same photo as last week.', 500)),
    state: the(State, 'Where it stands, strand by strand.'),
    allowed: the(Allowed, 'What each role may do now.'),
    deadlines: list(ref(Deadline), 'The waits that run now.', 20),
    turn: theOrNull(Deadline, 'Whose move it is: the wait that ends first.'),
    estimate: optional(
      theOrNull(
        Figure,
        'What the return comes to for the shopper, unfolded: everything promised, and what can still be expected. In lists it is left out; read the return itself.',
      ),
    ),
    order: optional(the(Order, 'The order, with `?expand=order`.')),
    shop: optional(the(Shop, 'The shop, with `?expand=shop`.')),
    policy: optional(theOrNull(Policy, 'The policy version frozen on the order, with `?expand=policy`.')),
    events: optional(list(ref(Event), 'Everything that happened, oldest first, with `?expand=events`.', 100_000)),
    happened: optional(
      list(
        ref(Event),
        'In the answer to an act: what this act made happen, as far as this key is shown it; empty when everything was so already.',
        1_000,
      ),
    ),
    preview: optional(flag('In the answer to a preview: this is how it would be; nothing was changed.')),
  },
  { $id: 'Return', description: 'A return: the case, from the first wish to the last cent.' },
)

export const RETURN = [
  Resolution,
  Reason,
  Quantities,
  Item,
  Offer,
  Case,
  Verdict,
  Dispute,
  Request,
  Duty,
  Claim,
  Compensation,
  Evidence,
  Checkpoint,
  Label,
  Shipment,
  LabelOrder,
  Dropoff,
  Grading,
  Receiving,
  Disposition,
  Grant,
  Payout,
  Charge,
  Exchange,
  Method,
  Message,
  Deadline,
  State,
  Allowed,
  Return,
]
