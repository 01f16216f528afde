/** The page for a merchant's data protection officer: what is kept where and how long, and member by member what forgetting somebody does. */
import { OPEN_MATTER_MEANS } from '../src/core/privacy/open-matters.ts'
import { ERASED } from '../src/core/privacy/rule.ts'
import { EVENT_ROWS, PARTS, type Row, rowsOf, SHAPES } from '../src/core/privacy/table.ts'
import { STANDARD_RETENTION } from '../src/core/shop.ts'

const FATES: Record<Row['fate'], string> = {
  kept: 'stays',
  as: 'see',
  token: `becomes \`${ERASED}\``,
  null: 'becomes nothing',
  nothing: 'becomes empty',
}

/** `npm run docs` writes this page; `npm run check` says when it is out of date. */
export const dataProtectionPage = (): string =>
  [
    ...OPENING,
    ...Object.entries(OPEN_MATTER_MEANS).map(([matter, means]) => `- \`${matter}\`: ${means}`),
    '',
    ...TABLES,
    ...Object.entries(SHAPES).flatMap(([name, rules]) => tableOf(HEADINGS[name as keyof typeof SHAPES], rowsOf(rules))),
    ...Object.entries(PARTS).flatMap(([name, rules]) => tableOf(name, rowsOf(rules))),
    ...tableOf('Events', [...EVENT_ROWS]),
  ].join('\n')

const HEADINGS: Record<keyof typeof SHAPES, string> = {
  Order: 'Order',
  Return: 'Return',
  Stray: 'Goods without paper that turned out to be the shopper’s',
}

const tableOf = (heading: string, rows: readonly Row[]): string[] => [
  `### ${heading}`,
  '',
  '| Member | What happens | Why |',
  '|---|---|---|',
  ...rows.map(({ member, fate, says }) =>
    fate === 'as' ? `| \`${member}\` | see **${says}** | |` : `| \`${member}\` | ${FATES[fate]} | ${says} |`,
  ),
  '',
]

const OPENING = `# Data protection

For whoever looks after personal data in a shop that runs Backhaul. It says what is kept of shoppers, where, for how long, and what you can do when somebody asks. It explains the
program; it is no legal advice.

## Who is who

You, who run the program, are the controller. Backhaul is a program on your machine: nobody else is told anything by it unless you say so, it calls nobody home, and it has no
measuring in its pages. Those you let it talk to are your processors or controllers of their own: the database and the shelf for photos, if you rent them; payment providers and
carriers you connect; the addresses you enter under webhooks; the platforms whose clients you connect. Each of them keeps what it was told by its own rules, and forgetting somebody
here does not reach them. The event \`person.erased\` tells every webhook that it happened.

## What is kept where, and how long

| What | Where | How long |
|---|---|---|
| Orders: who bought, addresses, goods, amounts, payments | table \`orders\` (and \`sold\`, \`payments\`, which name nobody) | until the person is forgotten; the purchase itself stays |
| Returns with contact, addresses, reasons, comments, messages, notes | table \`returns\` | the same |
| What happened to each return, in its words of then | table \`return_events\`; rows are only ever added, and forgetting is the one thing that writes them anew | the same |
| Photos, films and labels | a folder or a bucket, and table \`files\`; place and camera are taken out of photos when they come in | photos and films ${STANDARD_RETENTION.photosDays} days after the last event of a return that is over, unless the shop says otherwise; one day when nothing names them |
| Store credit: to which address, how much | table \`credits\` | the entry stays, the address goes with the person |
| Goods without paper: what they look like | table \`strays\` | with the return they are matched to |
| First answers to keyed requests, which may hold an order | table \`idempotency\` | some days; also rewritten when somebody is forgotten |
| What webhooks answered, its beginning | table \`attempts\` | with the log of deliveries; emptied when somebody is forgotten. What was sent is not kept: it is made anew from the return when it is sent |
| Errors of carriers and gateways | table \`errands\` | with the errand; taken out when somebody is forgotten |
| Addresses of photos that lie elsewhere | table \`errands\` | with the errand; taken out when somebody is forgotten |
| Mails: to which address, of what kind, with which subject, and what came of it | table \`mails\`; words are not kept, they are written anew from the return | 90 days; emptied when somebody is forgotten. A code that proves an address lies sealed until its mail has left |
| Who of the shop changed what | table \`audit\` | for ever. It holds no names, addresses or words of shoppers |
| People who sign in, and keys | tables \`people\`, \`api_keys\` | until they are removed |
| Requests | the log, if you keep it | as you keep it. It holds addresses of pages and numbers, no bodies |
| Everything above | your back-ups | as you keep them; see below |

## When somebody asks what you keep (articles 15 and 20)

\`POST /v1/data/exports\` with an e-mail address, a telephone number or your own id of the customer, or on the machine:

    backhaul data export --email maja@mail.example --out maja.json --photos maja-photos

Both need an owner (scope \`data:read\`). The answer is one JSON document, written while it is read, of the shape \`PersonDocument\` in the reference:

| Member | What stands there |
|---|---|
| \`format\`, \`made_at\`, \`organization\`, \`person\` | which version of this shape, when, in whose house, by what was asked |
| \`purchases[].order\` | the order, as your shop handed it over |
| \`purchases[].returns[]\` | each return with all its events, messages, amounts and decisions |
| \`purchases[].store_credits[]\` | store credit that was given |
| \`purchases[].mails[]\` | what the shopper was written and when: address, kind, subject |
| \`purchases[].files[]\` | photos and films, with links that work for a day |
| \`purchases[].audit[]\` | who changed something about the order |

The document also holds what colleagues wrote about the case and who they are. Look through it before you hand it on. That somebody asked stands in the audit.

A person is found by every address, telephone number and id that an order or a return names: of the customer, of a billing, shipping or pick-up address, of whoever got it as a
present. A purchase and everything that came of it is one matter, so what names two persons is found by both.

## When somebody wants to be forgotten (article 17)

\`POST /v1/data/erasures\` or \`backhaul data erase\`, first with \`preview\`, which lists every order and return it would touch, what they wait for, and what stays and why. Owners only
(scope \`data:write\`).

- Names, addresses beyond the country, telephone numbers, free text, messages, notes, bank references, links to labels and papers go from the order, from its returns, and from every
  event that ever happened to them. Photos, films and labels are deleted from the shelf, whichever side took them: a parcel on the dock shows its label.
- Amounts, quantities, dates, articles, codes of reasons, the country, numbers of orders, payments and parcels, and who of the shop decided what stay. You need them for your books
  (article 17 (3) b) and to answer claims (article 17 (3) e). Not a cent and not a state is different afterwards.
- The return gets the event \`person.erased\`, and the mark \`erased\`. The audit gets a line with a keyed hash of the address: who knows the address can find the line again, and nobody
  can read the address from it.
- Each purchase is done whole or not at all. What is interrupted goes on when you ask again. Doing it twice changes nothing.
- When your shop sends the same order again, the person is not taken in again. A new order of the same person is a new matter.
- The same address in another organisation of the same installation is not touched.

It is refused while somebody still has to be written to, paid or sent something. \`force_open\` with a reason does it all the same; after that nobody here knows whom to write to. What
is waited for:
`.split('\n')

const TABLES =
  `Back-ups made before still know the person. Keep them no longer than you need them, and ask again for everybody who was forgotten after you have restored an older one: the list of
those requests is yours to keep, since the program no longer knows whom it forgot.

## What goes by itself

Every night, shop by shop, as \`retention\` in the shop's settings says:

- \`photos_days\` (${STANDARD_RETENTION.photosDays} in a new shop, null for ever): photos and films of returns that are over, so long after their last event. The return still says that there was a photo, by which side, and
  when.
- \`person_days\` (null in a new shop: never): whose an order and its returns were, so long after the last thing that happened on any of them, in the same way as if they had asked. What
  is still under way is left alone. Three years (1095) is common, since most claims end then; ask your lawyer.

## Who can see what

Every key and every person acts as a role, and is shown what that role needs; the reference says at each member to whom it is not shown. Links to photos are signed, open one picture
and end after a day. Connections to the database, the shelf and webhooks are yours to encrypt; secrets are kept sealed, passwords only as what scrypt makes of them. No role can
change the log of a return or the audit.

## Member by member

This is read from the table the program itself goes by. Text that is not listed is an id of the house, a moment, or a word of a closed list.
`.split('\n')
