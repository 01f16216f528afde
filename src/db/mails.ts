/** Mails: ordered together with the act that makes them due, taken by whoever sends them, and kept as the log of what was sent. */
import type { Language } from '../core/languages.ts'
import type { MailKind } from '../core/mail/kinds.ts'
import type { OrderId, OrgId, ReturnId, ShopId } from '../core/ids.ts'
import { ERASED } from '../core/privacy/rule.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { json, sql } from './statement.ts'

export const MAIL_STATES = ['queued', 'sent', 'failed', 'dropped'] as const
export type MailState = (typeof MAIL_STATES)[number]

export type Mail = {
  org: OrgId
  id: string
  shop: ShopId
  ret: ReturnId | null
  order: OrderId | null
  kind: MailKind
  to: string
  language: Language
  key: string
  state: MailState
  tries: number
  /** How often it was sent once more by hand. */
  again: number
  nextTryAt: Instant
  madeAt: Instant
  sentAt: Instant | null
  messageId: string | null
  subject: string | null
  doc: Record<string, unknown>
  secret: string | null
  why: string | null
}

export type NewMail = Pick<
  Mail,
  'org' | 'id' | 'shop' | 'ret' | 'order' | 'kind' | 'to' | 'language' | 'key' | 'doc' | 'secret'
>

/** Due at once. One that is there already is left as it is. */
export const insertMails = (on: Queryable, org: OrgId, mails: readonly NewMail[], at: Instant): Promise<unknown> =>
  query(
    on,
    sql`insert into mails (org_id, id, shop_id, return_id, order_id, kind, to_address, language, key, state, next_try_at, made_at, doc, secret)
      select ${org}::uuid, mail.id, mail.shop_id, mail.return_id, mail.order_id, mail.kind, mail.to_address, mail.language, mail.key, 'queued',
        ${at}::timestamptz, ${at}::timestamptz, mail.doc::json, mail.secret
      from unnest(${mails.map(({ id }) => id)}::uuid[], ${mails.map(({ shop }) => shop)}::uuid[], ${mails.map(({ ret }) => ret)}::uuid[],
        ${mails.map(({ order }) => order)}::uuid[], ${mails.map(({ kind }) => kind)}::text[], ${mails.map(({ to }) => to)}::text[],
        ${mails.map(({ language }) => language)}::text[], ${mails.map(({ key }) => key)}::text[], ${mails.map(({ doc }) => json(doc))}::text[],
        ${mails.map(({ secret }) => secret)}::text[])
        as mail (id, shop_id, return_id, order_id, kind, to_address, language, key, doc, secret)
      on conflict do nothing`,
  )

/** Organisations with mails that are due, those that have waited longest first. Without locks, since it looks over all of them. */
export async function orgsWithMails(on: Queryable, at: Instant): Promise<OrgId[]> {
  const { rows } = await query<{ org_id: OrgId }>(
    on,
    sql`select org_id from mails where state = 'queued' and next_try_at <= ${at} group by org_id order by min(next_try_at) limit 100`,
  )
  return rows.map(row => row.org_id)
}

const COLUMNS = `org_id, mails.id, shop_id, return_id, order_id, kind, to_address, language, key, state, tries, again, next_try_at, made_at, sent_at, message_id,
  subject, doc, secret, why`

type Row = Omit<Mail, 'org' | 'shop' | 'ret' | 'order' | 'to' | 'nextTryAt' | 'madeAt' | 'sentAt' | 'messageId'> & {
  org_id: OrgId
  shop_id: ShopId
  return_id: ReturnId | null
  order_id: OrderId | null
  to_address: string
  next_try_at: Instant
  made_at: Instant
  sent_at: Instant | null
  message_id: string | null
}

const mailOf = ({
  org_id: org,
  shop_id: shop,
  return_id: ret,
  order_id: order,
  to_address: to,
  next_try_at: nextTryAt,
  made_at: madeAt,
  sent_at: sentAt,
  message_id: messageId,
  ...row
}: Row): Mail => ({ org, shop, ret, order, to, nextTryAt, madeAt, sentAt, messageId, ...row })

/** Takes some that are due until a moment. One whose taker died is due again when its time is over; `tries` tells this taking from a later one. */
export async function takeMails(
  on: Queryable,
  org: OrgId,
  at: Instant,
  until: Instant,
  limit: number,
): Promise<Mail[]> {
  const { rows } = await query<Row>(
    on,
    // Materialized: the planner may run a plain subquery more than once, and each run would take `limit` more.
    {
      text: `with due as materialized (
        select id as due_id from mails where org_id = $1 and state = 'queued' and next_try_at <= $2 order by next_try_at, id limit $4 for update skip locked
      )
      update mails set next_try_at = $3, tries = tries + 1 from due where org_id = $1 and mails.id = due_id returning ${COLUMNS}`,
      values: [org, at, until, limit],
    },
  )
  return rows.map(mailOf).toSorted((one, other) => (one.madeAt + one.id < other.madeAt + other.id ? -1 : 1))
}

/** What became of a mail that was taken. */
export type Sent = Pick<Mail, 'id' | 'tries' | 'state' | 'subject' | 'messageId' | 'why'> & {
  sentAt: Instant | null
  /** Null where it is not tried again. */
  nextTryAt: Instant | null
}

/** Whoever took it too long ago decides no longer, except that what was sent is sent. The sealed code goes with the mail. */
export const finishMail = (on: Queryable, org: OrgId, sent: Sent): Promise<unknown> =>
  query(
    on,
    sql`update mails set state = ${sent.state}, sent_at = coalesce(${sent.sentAt}, sent_at), next_try_at = coalesce(${sent.nextTryAt}, next_try_at),
        subject = coalesce(${sent.subject}, subject), message_id = coalesce(${sent.messageId}, message_id), why = ${sent.why},
        secret = case when ${sent.state}::text = 'queued' then secret end
      where org_id = ${org} and id = ${sent.id} and state = 'queued' and (tries = ${sent.tries} or ${sent.state}::text = 'sent')`,
  )

/** Takes a mail back that was not tried after all, without counting it. */
export const giveMailBack = (on: Queryable, org: OrgId, id: string, tries: number, at: Instant): Promise<unknown> =>
  query(
    on,
    sql`update mails set next_try_at = ${at}, tries = tries - 1 where org_id = ${org} and id = ${id} and state = 'queued' and tries = ${tries}`,
  )

export type MailFinding = {
  shops: readonly ShopId[] | null
  ret?: ReturnId
  kinds?: readonly MailKind[]
  states?: readonly MailState[]
  after?: { at: Instant; id: string }
  limit: number
}

/** Newest first. */
export async function listMails(on: Queryable, org: OrgId, finding: MailFinding): Promise<Mail[]> {
  const { shops, ret = null, kinds = null, states = null, after, limit } = finding
  const { rows } = await query<Row>(on, {
    text: `select ${COLUMNS} from mails where org_id = $1 and ($2::uuid[] is null or shop_id = any ($2)) and ($3::uuid is null or return_id = $3)
      and ($4::text[] is null or kind = any ($4)) and ($5::text[] is null or state = any ($5))
      and ($6::timestamptz is null or (made_at, id) < ($6, $7::uuid)) order by made_at desc, id desc limit $8`,
    values: [org, shops, ret, kinds, states, after?.at ?? null, after?.id ?? null, limit],
  })
  return rows.map(mailOf)
}

/** What was written about an order and its returns, oldest first. */
export async function mailsAbout(
  on: Queryable,
  org: OrgId,
  order: OrderId,
  returns: readonly ReturnId[],
): Promise<Mail[]> {
  const { rows } = await query<Row>(on, {
    text: `select ${COLUMNS} from mails where org_id = $1 and (order_id = $2 or return_id = any ($3::uuid[])) order by made_at, id limit 1000`,
    values: [org, order, returns],
  })
  return rows.map(mailOf)
}

export async function findMail(on: Queryable, org: OrgId, id: string): Promise<Mail | null> {
  const { rows } = await query<Row>(on, {
    text: `select ${COLUMNS} from mails where org_id = $1 and id = $2`,
    values: [org, id],
  })
  return rows[0] ? mailOf(rows[0]) : null
}

/**
 * Puts one on the way again with all its tries before it. One that has left gets another name in the world outside: mail programs throw away what comes a
 * second time under the same.
 */
export const queueAgain = (on: Queryable, org: OrgId, id: string, at: Instant): Promise<unknown> =>
  query(
    on,
    sql`update mails set again = again + case when state = 'sent' then 1 else 0 end, state = 'queued', tries = 0, next_try_at = ${at}, sent_at = null, why = null
      where org_id = ${org} and id = ${id}`,
  )

/** Mails of an order and its returns no longer say to whom, nor do those about neither that went to one of its addresses; what was not sent is not. */
export const forgetMails = (
  on: Queryable,
  org: OrgId,
  order: OrderId,
  returns: readonly ReturnId[],
  addresses: readonly string[],
): Promise<unknown> =>
  query(
    on,
    sql`update mails set to_address = ${ERASED}, subject = null, secret = null, doc = '{}', state = case when state = 'queued' then 'dropped' else state end,
        why = case when state = 'queued' then 'person_erased' when why is null then null else ${ERASED} end
      where org_id = ${org} and (order_id = ${order} or return_id = any (${returns}::uuid[])
        or (order_id is null and return_id is null and lower(to_address) = any (${addresses.map(address => address.trim().toLowerCase())}::text[])))`,
  )
