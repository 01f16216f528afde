/** What stands on the first screen of the reference, and the order of its chapters. */
import type { ApiDescription } from '../http/openapi.ts'
import { EVENT_MEANS } from './wire/event.ts'

export const DESCRIPTION = `Returns, from the first wish to the last cent. A **return** is a case about pieces of one order; everything that happens to it is a **verb**, and everything that is known about it stands in one answer.

## First steps

Send a key with every request: \`Authorization: Bearer bh_…\`. \`GET /v1/me\` says what it is. Then: an order is entered with \`PUT /v1/shops/{shop}/orders/{external_id}\`; \`GET /v1/orders/{id}/assessment\` says what may come back; \`POST /v1/returns\` files it; \`allowed\` in the answer says which verbs are open, and to whom.

## Roles

A key acts as one role and sees what that role should.

- \`owner\` and \`agent\` see everything.
- \`warehouse\` sees everything but what gateways call a payment, what the marketplace owes the merchant, the shop’s rules of automation, and how it writes mails.
- \`arbiter\` sees everything but the note for colleagues, who takes care of the case, the shop’s rules of automation, and how it writes mails.
- \`shopper\` sees what is between shop and shopper: no notes, flags or tags, no claims on the marketplace, no names of staff.
- \`carrier\` sees what travels: parcels, drop-offs, addresses, titles and quantities. No money, and nothing of the case.

What a key is not shown is left out of every answer, and filters over it are refused. The reference says at each member to whom it is not shown.

## Money

Amounts are whole minor units of their currency: \`{ "amount_minor": 6105, "currency": "EUR" }\` is 61.05 €, and 9899 of JPY is ¥9,899. They are exact, on the way in and on the way out. Every figure unfolds into its parts: price, discount, tax, fee, bonus. Where the shop books in another currency than the shopper paid in, both stand side by side.

## Ids, numbers and moments

Ids are UUIDs. Where the path says \`{id}\` of a return, the number that people read out works too, such as \`K7M2XQ4P\`. Orders are also known by your own id, together with the shop. Moments are ISO 8601 with an offset and are answered in UTC.

## Repeating and overtaking

**Repeating is safe** with an \`Idempotency-Key\`: the same key with the same request gets the first answer again, with \`Idempotent-Replayed: true\`; with another request it is refused as \`key_reused\`.

**Nobody is overwritten**: send the \`ETag\` you read as \`If-Match\`, or its number as \`expected_version\`, and be told \`stale_version\` when somebody was faster.

**Trying first**: every verb has a \`/preview\` beside it that works everything out, to the cent, and changes nothing.

## When the answer is no

Every error is a problem document (RFC 9457, \`application/problem+json\`) with a \`code\` that never changes its meaning, the fields it is about, what is open instead, and a sentence that says what to do. Unknown fields in a body are refused by name.

## Being told

Instead of asking over and over, let yourself be told: \`POST /v1/webhooks\` names an address, and every event is posted there, signed, with the return as it stood right after. Deliveries are logged, tried again for three days, and can be replayed.

## Pages

Lists give \`data\` and \`next\`. Hand \`next\` back as \`after\`, with the same filters, until it is null. \`limit\` is at most 100.`

type Chapters = NonNullable<ApiDescription['chapters']>

export const CHAPTERS: Chapters = [
  {
    name: 'Returns',
    tags: [
      { name: 'Returns', description: 'File them, find them, read them.' },
      { name: 'Several verbs at once', description: 'All of them or none.' },
    ],
  },
  {
    name: 'Verbs',
    tags: [
      { name: 'Request', description: 'Whether the shop takes the goods back.' },
      { name: 'Negotiation', description: 'Offers between shopper and shop.' },
      { name: 'Dispute', description: 'The case before the arbiter.' },
      { name: 'Compensation', description: 'What the marketplace owes the merchant.' },
      { name: 'Transit', description: 'Ways back, labels, parcels and drop-offs.' },
      { name: 'Receiving', description: 'Counting in, inspecting, and where each piece goes.' },
      { name: 'Settlement', description: 'Promising money and moving it.' },
      { name: 'Exchange', description: 'Something else instead, and what the shopper owes for it.' },
      { name: 'Around the case', description: 'Deadlines, notes, tags, photos, messages.' },
    ],
  },
  {
    name: 'Around returns',
    tags: [
      { name: 'Mails', description: 'What shoppers and staff are written.' },
      { name: 'Orders', description: 'What was bought, delivered and paid, and what of it may come back.' },
      { name: 'Tracking', description: 'Scans told by the parcel’s number.' },
      { name: 'Goods without paper', description: 'What came without saying whose it is.' },
      { name: 'Withdrawals', description: 'Statements by which consumers withdraw from a purchase.' },
      { name: 'Files', description: 'Photos and films.' },
    ],
  },
  {
    name: 'For shoppers',
    tags: [
      {
        name: 'Shopper',
        description:
          'What the shop’s own returns page does, for pages and programs that take its place: prove an order, see what may come back, file, follow. No key: a session opens the orders that were proved. Browsers may call it from the origins the shop names under `embed`.',
      },
    ],
  },
  {
    name: 'The house',
    tags: [
      { name: 'Shops', description: 'Shops and their settings.' },
      {
        name: 'Platform clients',
        description:
          'Programs written for Shopee, AfterShip, Shopflix or SHOPLINE that call here instead. Needs the scope `shops:write`.',
      },
      { name: 'Policies', description: 'What a shop allows, as rules with versions.' },
      { name: 'Automation', description: 'What happens by itself, how it would have gone, and what came of it.' },
      { name: 'Organisation', description: 'Whose house this is, and who changed what.' },
      { name: 'Keys', description: 'Keys of this API.' },
      {
        name: 'Data protection',
        description: 'What is kept of one shopper, and forgetting them. Needs the scopes `data:read` and `data:write`.',
      },
      { name: 'Webhooks', description: 'Who is told what happens, what was sent, and sending it once more.' },
    ],
  },
]

const sent = (shape: string) => ({
  required: true,
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${shape}` } } },
})

const HEARD = {
  '2XX': { description: 'It was heard. Answer at once, within some seconds, and do the work later.' },
  default: { description: 'Anything else, and it is tried again.' },
}

const HEADERS = [
  [
    'webhook-id',
    'The id of the event, the same in every attempt and every replay: work that was done once need not be done twice.',
  ],
  ['webhook-timestamp', 'When this attempt was sent, in seconds since 1970. Refuse what is older than some minutes.'],
  [
    'webhook-signature',
    '`v1,` and the HMAC-SHA256 over id, timestamp and body, in base64; several, separated by spaces, while a secret is being replaced.',
  ],
].map(([name, description]) => ({ name, in: 'header', required: true, description, schema: { type: 'string' } }))

/** What a native endpoint is sent. */
export const TOLD: NonNullable<ApiDescription['webhooks']> = {
  event: {
    post: {
      operationId: 'onEvent',
      summary: 'Something happened to a return',
      description: `Types: ${Object.entries(EVENT_MEANS)
        .map(([type, means]) => `\n- \`${type}\`: ${means}`)
        .join('')}`,
      tags: ['Webhooks'],
      security: [],
      parameters: HEADERS,
      requestBody: sent('WebhookMessage'),
      responses: HEARD,
    },
  },
  'webhook.trial': {
    post: {
      operationId: 'onTrial',
      summary: 'Somebody tries the endpoint out',
      tags: ['Webhooks'],
      security: [],
      parameters: HEADERS,
      requestBody: sent('WebhookTrial'),
      responses: HEARD,
    },
  },
}
