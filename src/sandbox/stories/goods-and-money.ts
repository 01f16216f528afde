/** Returns whose goods are here, and whose money goes, went, or did not. */
import {
  approves,
  cardSaysNo,
  counts,
  givesCredit,
  moneyArrives,
  paidElsewhere,
  promises,
  putsAway,
  refunds,
  resolves,
  scans,
  sendsBack,
  ships,
  turnsAway,
} from './steps.ts'
import { type Story, together, wants } from './story.ts'

const HOURS = 44
const home = [approves, ships(), scans('picked_up'), scans('delivered')]

export const goodsAndMoney: Story[] = [
  {
    title: 'Two of three came',
    on: '1001',
    hoursAgo: HOURS,
    files: wants(1, 3, 'too_small'),
    then: [...home, counts(2)],
  },
  {
    title: 'Counted, graded and back on the shelf; not paid yet',
    on: '1022',
    hoursAgo: HOURS,
    files: together(wants(1, 1, 'too_small'), wants(2, 1, 'style')),
    then: [...home, counts(), putsAway('restock')],
  },
  {
    title: 'Paid back and closed',
    on: '1006',
    hoursAgo: HOURS,
    files: wants(1, 1, 'too_large'),
    then: [...home, counts(), refunds, moneyArrives, putsAway('restock'), resolves],
  },
  {
    title: 'Three digits behind the point',
    on: '1007',
    hoursAgo: HOURS,
    files: wants(2, 1, 'style'),
    then: [...home, counts(), refunds, moneyArrives],
  },
  {
    title: 'Part to the gift card, part to the card',
    on: '1013',
    hoursAgo: HOURS,
    files: together(wants(1, 1, 'style'), wants(2, 1, 'style')),
    then: [...home, counts(), refunds, moneyArrives],
  },
  {
    title: 'The marketplace pays, and has not said so yet',
    on: '1014',
    hoursAgo: HOURS,
    files: wants(1, 1, 'defective'),
    then: [...home, counts(), refunds],
  },
  {
    title: 'The bank said no',
    on: '1010',
    hoursAgo: HOURS,
    files: wants(1, 2, 'physical_damage', { photo: true }),
    then: [...home, counts(), refunds, cardSaysNo],
  },
  {
    title: 'Approved by policy, paid, and something promised on top',
    on: '1025',
    hoursAgo: HOURS,
    files: wants(2, 1, 'too_small'),
    then: [ships(), scans('delivered'), counts(), refunds, moneyArrives, promises(500)],
  },
  {
    title: 'Paid by bank transfer',
    on: '1018',
    hoursAgo: HOURS,
    files: wants(1, 1, 'defective', { serials: ['HP-0001'] }),
    then: [...home, counts(), paidElsewhere],
  },
  {
    title: 'Store credit for a sale nobody had recorded',
    on: '1015',
    by: 'agent',
    hoursAgo: HOURS,
    files: { ...wants(1, 1, 'defective', { resolution: { type: 'refund', to: 'store_credit' } }), approved: true },
    then: [ships(), scans('delivered'), counts(), givesCredit],
  },
  {
    title: 'Chairs of a kit',
    on: '1008',
    hoursAgo: HOURS,
    files: wants(2, 2, 'wrong_color'),
    then: [...home, counts(), putsAway('quarantine')],
  },
  {
    title: 'Worn; goes back to the shopper',
    on: '1012',
    hoursAgo: HOURS,
    files: wants(1, 1, 'changed_mind'),
    then: [...home, counts(undefined, 'd'), sendsBack, putsAway('back_to_shopper')],
  },
  {
    title: 'Turned away at the dock',
    on: '1020',
    hoursAgo: HOURS,
    files: wants(1, 1, 'too_large'),
    then: [...home, turnsAway],
  },
  {
    title: 'Out of time, filed by the shop all the same',
    on: '1011',
    by: 'agent',
    hoursAgo: 20,
    files: { ...wants(1, 1, 'defective'), override: 'A good customer; the seam came undone.' },
    then: [approves],
  },
]
