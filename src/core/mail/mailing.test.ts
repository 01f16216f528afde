import { describe, expect, test } from 'vitest'
import { anOrder, aShop, eur } from '../../../test/kit/cast.ts'
import { approved, asked, type Story, submitted, TIME_IS_UP } from '../../../test/kit/given.ts'
import { STANDARD_MAIL } from '../mail-settings.ts'
import type { Return } from '../return/return.ts'
import type { Instant } from '../time.ts'
import { MAIL_KINDS, SHOPPER_KINDS } from './kinds.ts'
import { type DueMail, mailsDue } from './mailing.ts'
import { untimely } from './timely.ts'

const shop = aShop({ mail: { ...STANDARD_MAIL, staff: ['desk@linnea.example'] } })
const order = anOrder()
const tray = { shop, order }

/** What the last act of a story makes due. */
function due(story: Story, before: Story | null, notify?: boolean): DueMail[] {
  const from = before?.log.length ?? 0
  const events = story.log
    .slice(from)
    .map((event, place) => ({ ...event, sequence: from + place + 1, id: `e${from + place}` }))
  return mailsDue(story.ret, events, { shop, order, notify })
}

const kinds = (mails: DueMail[]) => mails.map(({ kind }) => kind)

/** What a command makes due after a story. */
const after = (before: Story, command: Parameters<Story['then']>[0], who?: Parameters<Story['then']>[1]) =>
  kinds(due(before.then(command, who), before))

describe('an act makes due', () => {
  const filed = submitted({}, tray)
  const kept = approved({ items: [asked(2, { handling: 'keep' })] }, tray)
  const offered = filed.then({ verb: 'offer', terms: { handling: 'keep', amount: eur(3_000) } }, { by: 'agent' })
  const standing = (ret: Return) => ({ offer: ret.offers.at(-1)?.id as never })

  test('received, and the shop hears of it', () => expect(kinds(due(filed, null))).toEqual(['received', 'staff_new']))
  test('approved', () => expect(after(filed, { verb: 'approve' }, { by: 'agent' })).toEqual(['approved']))
  test('kept, where nothing comes back', () =>
    expect(after(filed, { verb: 'approve', handling: 'keep' }, { by: 'agent' })).toEqual(['kept']))
  test('rejected', () => expect(after(filed, { verb: 'reject', reason: 'No' }, { by: 'agent' })).toEqual(['rejected']))
  test('cancelled', () => expect(after(filed, { verb: 'cancel' }, { by: 'shopper' })).toEqual(['cancelled']))
  test('edited by the shop, and nothing where the shopper does it', () => {
    const amend = (ret: Return) => ({
      verb: 'amend' as const,
      items: [{ item: ret.items[0]?.id as never, quantity: 1, why: 'Kept one' }],
    })
    expect(after(filed, amend, { by: 'agent' })).toEqual(['edited'])
    expect(after(filed, amend, { by: 'shopper' })).toEqual([])
  })
  test('a message to the shopper, or to the shop', () => {
    expect(after(filed, { verb: 'message', to: 'shopper', text: 'Hello' }, { by: 'agent' })).toEqual(['message'])
    expect(after(filed, { verb: 'message', to: 'merchant', text: 'Hello' }, { by: 'shopper' })).toEqual([
      'staff_message',
    ])
  })
  test('an offer to the shopper, and the shop hears the answer', () => {
    expect(kinds(due(offered, filed))).toEqual(['offer_made'])
    expect(after(offered, ret => ({ verb: 'decline', ...standing(ret) }), { by: 'shopper' })).toEqual(['staff_offer'])
    expect(after(offered, ret => ({ verb: 'accept', ...standing(ret) }), { by: 'shopper' })).toContain('staff_offer')
  })
  test('a dispute to the shop, and its verdict to both', () => {
    const turned = filed.then({ verb: 'reject', reason: 'No' }, { by: 'agent' })
    const raised = turned.then({ verb: 'dispute', reason: 'objection', text: 'But yes' } as never, { by: 'shopper' })
    expect(kinds(due(raised, turned))).toEqual(['staff_dispute'])
    const judge = { verb: 'judge', for: 'merchant', text: 'No.', pays: 'nothing' } as never
    expect(after(raised, judge, { by: 'arbiter' })).toEqual(['verdict', 'staff_dispute'])
  })
  test('nothing when a refund is ordered, and one mail when all of it has gone', () => {
    const ordered = kept.then({ verb: 'refund' }, { by: 'owner' })
    expect(kinds(due(ordered, kept))).toEqual([])
    const settle = (ret: Return) =>
      ({ verb: 'settle', payout: ret.payouts[0]?.id, outcome: 'done', externalId: 'r-1' }) as never
    expect(after(ordered, settle, { by: 'system' })).toEqual(['refunded'])
    const no = (ret: Return) =>
      ({ verb: 'settle', payout: ret.payouts[0]?.id, outcome: 'declined', why: 'Closed' }) as never
    expect(after(ordered, no, { by: 'system' })).toEqual(['staff_payout'])
  })
  test('store credit at once', () => {
    const wished = approved(
      { items: [asked(2, { handling: 'keep', resolution: { type: 'refund', to: 'store_credit' } })] },
      tray,
    )
    expect(after(wished, { verb: 'refund' }, { by: 'owner' })).toEqual(['store_credit'])
  })
  test('a reminder before time is up, and that it is up', () => {
    const sent = approved({}, tray)
    const late: Instant = '2026-03-12T01:00:00.000Z' as Instant
    expect(after(sent, { verb: 'remind', kind: 'ship' }, { by: 'system', tray: { at: late } })).toEqual([
      'reminder_expiry',
    ])
    expect(after(sent, { verb: 'expire' }, TIME_IS_UP)).toEqual(['expired'])
    expect(after(filed, { verb: 'remind', kind: 'answer' }, { by: 'system', tray: { at: late } })).toEqual([
      'staff_deadline',
    ])
  })
  test('goods that were counted in', () => {
    const sent = approved({}, tray)
    const receive = (ret: Return) =>
      ({ verb: 'receive', key: 'box', lines: [{ item: ret.items[0]?.id, quantity: 1, gradings: [] }] }) as never
    expect(after(sent, receive, { by: 'warehouse' })).toEqual(['goods_received'])
  })
  test('one mail, whatever else happened with it', () => {
    const both = [{ verb: 'approve' }, { verb: 'message', to: 'shopper', text: 'Use the red box.' }] as never
    const told = filed.then(both, { by: 'agent' })
    expect(due(told, filed)).toMatchObject([{ kind: 'approved', doc: { messages: [expect.any(String)] } }])
  })
})

test('asked not to, it writes the shopper nothing, and the shop’s people all the same', () => {
  expect(kinds(due(submitted({}, tray), null, false))).toEqual(['staff_new'])
})

test('the key of a mail says which fact it is about, so the same fact is written of once', () => {
  const filed = submitted({}, tray)
  const [one] = due(filed, null)
  const [again] = due(filed, null)
  expect(one?.key).toBe(again?.key)
  const told = filed.then({ verb: 'message', to: 'shopper', text: 'Hello' }, { by: 'agent' })
  const more = told.then({ verb: 'message', to: 'shopper', text: 'Hello again' }, { by: 'agent' })
  expect(due(told, filed)[0]?.key).not.toBe(due(more, told)[0]?.key)
})

test('what a mail tells of is named by ids: no word of a person is kept beside it', () => {
  const filed = submitted({ comment: 'Maja here' }, tray)
  const told = filed.then({ verb: 'message', to: 'shopper', text: 'Dear Maja' }, { by: 'agent' })
  for (const { doc } of [...due(filed, null), ...due(told, filed)]) expect(JSON.stringify(doc)).not.toContain('Maja')
})

test('every kind a shopper can be written has its place in the order of telling', () => {
  expect(new Set(SHOPPER_KINDS).size).toBe(SHOPPER_KINDS.length)
  expect(new Set(MAIL_KINDS).size).toBe(MAIL_KINDS.length)
})

describe('a mail that leaves late', () => {
  const filed = submitted({}, tray)
  const agreed = filed.then({ verb: 'approve' }, { by: 'agent' })

  test('stays when another one tells it better', () => {
    expect(untimely('received', {}, filed.ret)).toBeNull()
    expect(untimely('received', {}, agreed.ret)).toBe('overtaken')
    expect(untimely('approved', {}, agreed.ret)).toBeNull()
    expect(untimely('approved', {}, agreed.then({ verb: 'cancel' }, { by: 'shopper' }).ret)).toBe('overtaken')
  })

  test('stays when nobody is waited for any more', () => {
    const until = agreed.ret.due.ship as string
    expect(untimely('reminder_expiry', { due: 'ship', until }, agreed.ret)).toBeNull()
    expect(untimely('reminder_expiry', { due: 'ship', until: '2026-01-01T00:00:00.000Z' }, agreed.ret)).toBe('moot')
    expect(untimely('reminder_photos', { due: 'photos', until }, agreed.ret)).toBe('moot')
  })
})
