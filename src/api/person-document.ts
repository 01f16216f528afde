/** Everything that is kept of one shopper, as one document that is written while it is read: for them to see (GDPR art. 15) and to take elsewhere (art. 20). */
import type { Instant } from '../core/time.ts'
import type { Person, PersonRecord } from '../desk/person.ts'
import { said } from './said.ts'
import { sayMail } from './say-mail.ts'
import { type For, sayOrder, saySeen } from './say.ts'

const FORMAT = 'backhaul-person-1'

type Head = { organization: { id: string; name: string; createdAt: Instant }; person: Person; madeAt: Instant }

/** The text in pieces; `PersonDocument` of the reference is its shape. */
export async function* personDocument(
  { organization, person, madeAt }: Head,
  records: AsyncIterable<PersonRecord>,
  to: For,
): AsyncGenerator<string> {
  const asked = { email: person.email ?? null, customerId: person.customerId ?? null, phone: person.phone ?? null }
  const head = said({ format: FORMAT, madeAt, organization, person: asked })
  yield `${JSON.stringify(head).slice(0, -1)},"purchases":[`
  let between = ''
  for await (const record of records) {
    yield `${between}${JSON.stringify(purchaseSaid(record, to))}`
    between = ','
  }
  yield ']}\n'
}

function purchaseSaid({ order, shop, policy, returns, credits, mails, files, audit }: PersonRecord, to: For): unknown {
  const all = returns.map(({ ret }) => ret)
  return {
    order: sayOrder(order, to.role),
    returns: returns.map(({ ret, events }) =>
      saySeen({ ret, order, shop, policy, siblings: all.filter(other => other !== ret) }, to, { events }),
    ),
    store_credits: said(credits),
    mails: mails.map(sayMail),
    files: files.map(({ org: _, sha256: __, ...file }) => ({ ...(said(file) as object), ...to.links(file.id) })),
    audit: audit.map(({ org: _, ...entry }) => said(entry)),
  }
}
