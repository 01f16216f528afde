/** Forty ways in which returns go wrong in the field. Each is named by the tests that prove it does not happen here: their titles begin with its number. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** `later`: the part that waits for a door or a messenger that is not there yet. */
export type Case = { says: string; later?: string }

const PLATFORMS = 'the doors of the four platforms'

export const CASES: Record<string, Case> = {
  T01: { says: 'Pieces that came back once cannot come back again, even after the case is closed.' },
  T02: { says: 'No more comes back than was delivered, whatever was ordered.' },
  T03: { says: 'Odd quantities are refused, and the same line named twice is judged by the sum.' },
  T04: {
    says: 'Ten people ask for the same two pieces at once; exactly one gets them.',
    later: `the same through the portal and ${PLATFORMS}`,
  },
  T05: { says: 'Several receipts of one return add up, and each is kept.' },
  T06: { says: 'One receipt confirmed three times at once is counted once.' },
  T07: { says: 'More than announced waits for a decision; less, with the rest declared missing, closes at what came.' },
  T08: {
    says: 'Wrong goods, goods of another order and goods without paper are written down on the spot and matched later; nothing is shelved or paid by accident.',
  },
  T09: { says: 'What arrived is the most that goes back, even when a larger amount is typed.' },
  T10: { says: 'Pieces that come back damaged are paid as policy says, and the shopper can object.' },
  T11: { says: 'Goods and money are apart: either can move without the other.' },
  T12: {
    says: 'A piece goes to its shelf once, at the place that was named, however often the button is pressed.',
    later: 'telling a stock system; reservations of goods that were never sent',
  },
  T13: { says: 'One part of a kit is paid by its share; all parts together are the whole price.' },
  T14: { says: 'Serial numbers of other orders, or back already, are warned about or refused as the shop has set it.' },
  T15: { says: 'Calling off frees pieces, labels, stock and charges; after a receipt or a promise it is refused.' },
  T16: {
    says: 'What arrives late is still received; what never arrives is listed and can be charged; what was lost and found is not paid twice.',
  },
  T17: { says: 'A discount on the order is shared over its lines, and each piece gives its share back.' },
  T18: { says: 'Pieces returned one by one add up to what was paid, in any grouping.' },
  T19: { says: 'Tax inside the price and a coupon: every way of returning ends at what was paid and what was taxed.' },
  T20: { says: 'What was discounted at purchase stays so over several returns, whatever prices do meanwhile.' },
  T21: {
    says: 'When what stays no longer earns its discount, policy keeps it or prices it anew, and says so beforehand.',
  },
  T22: { says: 'A line gives back its own tax and no other’s.' },
  T23: { says: 'Tax goes back as it was charged, whatever the rate is now.' },
  T24: { says: 'Shipping goes back once.' },
  T25: { says: 'Fees are parts one can see, and a refund never falls below zero.' },
  T26: { says: 'Two refunds at once never exceed what was captured.' },
  T27: { says: 'Money paid with several means goes back to them in the order set, and pieces are counted once.' },
  T28: {
    says: 'A payment provider that declines, times out or loses an answer, and a killed worker, move money exactly once.',
    later: 'providers of payment other than the stand-in',
  },
  T29: {
    says: 'Amounts keep their currency and its decimals; another currency is refused; a German “1.234,56” is understood.',
    later: 'typing amounts in the console',
  },
  T30: { says: 'A swap confirmed twice at once is one swap, and one replacement.' },
  T31: { says: 'The difference of a swap counts what was paid, and only what arrived.' },
  T32: {
    says: 'Over a chain of swaps each piece keeps what was first paid for it.',
    later: 'entering the replacement’s order with what was settled for it',
  },
  T33: { says: 'Money that went another way is marked, bars every payout, and only an owner lifts the mark.' },
  T34: {
    says: 'A replacement that sold out is not promised; an advance that never came back is charged once.',
    later: 'watching stock',
  },
  T35: { says: 'The policy of the day of purchase holds; a missing delivery date has a stated fallback.' },
  T36: { says: 'Days end at midnight where the shop is, over clock changes and days off.' },
  T37: {
    says: 'Who proved an order reaches that order, page by page; a wrong guess is told nothing, costs the same, and has an end.',
  },
  T38: {
    says: 'The statutory withdrawal needs no reason, may be partial, and is in time to the last moment.',
    later: 'the acknowledgement by mail; a statement that was sent in time and is filed later',
  },
  T39: {
    says: 'Events that come twice, late or in the wrong order change nothing that is done.',
    later: 'webhooks to others, with retries and replay',
  },
  T40: {
    says: 'Of two who decide at once one wins and the other learns how it stands; a key means one request.',
    later: `decisions through ${PLATFORMS}`,
  },
}

export type Proof = { file: string; title: string }

const TITLE = /\b(test|describe)\(\s*(['"`])((?:T\d\d[ :,]+)+)(.*?)\2/g

/** The tests whose titles begin with a case's number, in order of their files. A group stands for its tests where those do not name the case themselves. */
export function proofs(root: string): Map<string, Proof[]> {
  const found = new Map<string, Proof[]>()
  for (const file of globSync('{src,test}/**/*.test.ts', { cwd: root })
    .map(path => path.replaceAll('\\', '/'))
    .sort()) {
    const titles = [...readFileSync(join(root, file), 'utf8').matchAll(TITLE)].map(
      ([, kind, , numbers = '', rest = '']) => ({
        isGroup: kind === 'describe',
        cases: [...numbers.matchAll(/T\d\d/g)].map(([number]) => number),
        title: rest,
      }),
    )
    for (const { isGroup, cases, title } of titles)
      for (const number of cases)
        if (!isGroup || !titles.some(other => !other.isGroup && other.cases.includes(number)))
          found.set(number, [...(found.get(number) ?? []), { file, title }])
  }
  return found
}
