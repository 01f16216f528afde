/** Returns of orders that are out of the ordinary, and money that goes somewhere else than back. */
import { CAST } from '../cast.ts'
import {
  approves,
  counts,
  flags,
  givesCredit,
  moneyArrives,
  objectsThat,
  putsAway,
  reassesses,
  refunds,
  scans,
  ships,
  tags,
} from './steps.ts'
import { type Filing, type Story, together, wants } from './story.ts'

const HOURS = 44
const home = [approves, ships(), scans('picked_up'), scans('delivered'), counts()]

const june = {
  id: null,
  username: null,
  firstName: 'June',
  lastName: 'Tallgrass',
  emails: CAST.june.party.emails ?? [],
  phone: null,
  portrait: null,
  locale: 'en-US',
}

/** A table with its two chairs: everything that makes one kit. */
const WHOLE_KIT: Filing = together(
  wants(1, 1, 'wrong_color', { kitWhole: true }),
  wants(2, 2, 'wrong_color', { kitWhole: true }),
)

export const particulars: Story[] = [
  {
    title: 'Some pieces are still on their way to the shopper',
    on: '1009',
    hoursAgo: HOURS,
    files: wants(1, 1, 'too_large'),
    then: [approves],
  },
  {
    title: 'The add-on comes back without what it was bought with',
    on: '1026',
    hoursAgo: HOURS,
    files: wants(2, 1, 'defective'),
  },
  {
    title: 'Made to measure, and the order was over already',
    on: '1027',
    hoursAgo: HOURS,
    files: wants(1, 1, 'wrong_or_damaged', { photo: true }),
    then: [approves, tags],
  },
  { title: 'A whole kit', on: '1028', hoursAgo: HOURS, files: WHOLE_KIT, then: [...home, putsAway('restock')] },
  {
    title: 'The recipient of a gift sends it back',
    on: '1029',
    hoursAgo: HOURS,
    files: { ...wants(1, 1, 'style'), gift: { recipient: june, address: null } },
    then: [approves],
  },
  {
    title: 'Store credit instead of money',
    on: '1132',
    hoursAgo: HOURS,
    files: wants(1, 1, 'style', { resolution: { type: 'refund', to: 'store_credit' } }),
    then: [...home, givesCredit],
  },
  {
    title: 'Paid at once by a service that waits for the goods',
    on: '1133',
    hoursAgo: HOURS,
    files: wants(1, 1, 'too_small', { resolution: { type: 'refund', to: 'instant_refund' } }),
    then: [...home, refunds, moneyArrives],
  },
  {
    title: 'Credit for one, money for the other',
    on: '1134',
    hoursAgo: HOURS,
    files: together(
      wants(1, 1, 'style', { resolution: { type: 'refund', to: 'store_credit' } }),
      wants(2, 1, 'changed_mind'),
    ),
    then: [...home, refunds, moneyArrives],
  },
  {
    title: 'Objected: the parcel came after all',
    on: '1135',
    hoursAgo: 20,
    files: wants(1, 1, 'not_received'),
    then: [objectsThat('not_received')],
  },
  {
    title: 'Objected for a reason of its own; the bench sees another one',
    on: '1137',
    hoursAgo: 20,
    files: wants(1, 1, 'fake'),
    then: [objectsThat('unknown'), reassesses('defective')],
  },
  {
    title: 'Looks like the empty box of last month',
    on: '1139',
    hoursAgo: HOURS,
    files: wants(1, 1, 'not_as_described'),
    then: [approves, flags],
  },
]
