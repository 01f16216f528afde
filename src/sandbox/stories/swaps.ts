/** Returns that end in other goods instead of money. */
import {
  approves,
  authorizes,
  cancels,
  collects,
  counts,
  orders,
  releases,
  resolves,
  scans,
  sellsOut,
  ships,
  swaps,
} from './steps.ts'
import { type Story, wants } from './story.ts'

const HOURS = 44
const home = [ships(), scans('picked_up'), scans('delivered'), counts()]
const inAdvance = [approves, swaps({ advance: true }), authorizes]

export const swapped: Story[] = [
  {
    title: 'Another size, please',
    on: '1120',
    hoursAgo: HOURS,
    files: wants(1, 1, 'too_small'),
    then: [swaps()],
  },
  {
    title: 'The other size is on its way',
    on: '1121',
    hoursAgo: HOURS,
    files: wants(1, 1, 'too_small'),
    then: [approves, swaps(), ...home, orders],
  },
  {
    title: 'The exchange is done',
    on: '1122',
    hoursAgo: HOURS,
    files: wants(1, 1, 'too_large'),
    then: [approves, swaps(), ...home, orders, resolves],
  },
  {
    title: 'Something better, and the rest was collected',
    on: '1123',
    hoursAgo: HOURS,
    files: wants(1, 1, 'style'),
    then: [approves, swaps({ dearerMinor: 4000, other: true }), collects('done'), ...home, orders],
  },
  {
    title: 'Something better, and the bank says no',
    on: '1124',
    hoursAgo: HOURS,
    files: wants(1, 1, 'style'),
    then: [approves, swaps({ dearerMinor: 2500, other: true }), collects('declined')],
  },
  {
    title: 'Something better, collected by somebody else',
    on: '1125',
    hoursAgo: HOURS,
    files: wants(1, 1, 'style'),
    then: [approves, swaps({ dearerMinor: 1000, other: true, chargeBy: 'other' })],
  },
  {
    title: 'The replacement could not be ordered',
    on: '1126',
    hoursAgo: HOURS,
    files: wants(1, 1, 'too_small'),
    then: [approves, swaps(), sellsOut],
  },
  {
    title: 'The exchange was called off with the return',
    on: '1127',
    hoursAgo: HOURS,
    files: wants(1, 1, 'changed_mind'),
    then: [swaps(), cancels],
  },
  {
    title: 'Sent in advance; an amount is held',
    on: '1128',
    hoursAgo: HOURS,
    files: wants(1, 1, 'too_small'),
    then: [...inAdvance, orders],
  },
  {
    title: 'Sent in advance; the goods came',
    on: '1129',
    hoursAgo: HOURS,
    files: wants(1, 1, 'too_small'),
    then: [...inAdvance, orders, ...home, releases],
  },
  {
    title: 'Sent in advance; nothing came back and the amount was taken',
    on: '1130',
    hoursAgo: HOURS,
    files: wants(1, 1, 'too_small'),
    then: [...inAdvance, orders, collects('done')],
  },
  {
    title: 'Sent in advance; nothing came back and the bank says no',
    on: '1131',
    hoursAgo: HOURS,
    files: wants(1, 1, 'too_small'),
    then: [...inAdvance, orders, collects('declined')],
  },
]
