/** Returns on the road: to the shop, through a warehouse, or lost on the way. */
import {
  approves,
  callsOff,
  counts,
  dropsOff,
  labelIsMade,
  opensDropoff,
  ordersLabel,
  scans,
  sendsOn,
  ships,
} from './steps.ts'
import { type Story, wants } from './story.ts'

const HOURS = 44
const WAREHOUSE = { inspector: 'warehouse' } as const

export const parcels: Story[] = [
  {
    title: 'Approved, waits to be sent',
    on: '1003',
    hoursAgo: HOURS,
    files: wants(1, 1, 'too_large'),
    then: [approves],
  },
  {
    title: 'A label was made',
    on: '1062',
    hoursAgo: HOURS,
    files: { ...wants(1, 1, 'style'), method: 'retailer_label' },
    then: [approves, ordersLabel, labelIsMade],
  },
  {
    title: 'The carrier comes again',
    on: '1063',
    hoursAgo: HOURS,
    files: wants(1, 1, 'too_small'),
    then: [approves, ships(), scans('pickup_retry')],
  },
  {
    title: 'The carrier gave up collecting',
    on: '1064',
    hoursAgo: HOURS,
    files: wants(1, 1, 'too_small'),
    then: [approves, ships(), scans('pickup_failed')],
  },
  {
    title: 'On its way, in two parcels',
    on: '1065',
    hoursAgo: HOURS,
    files: wants(1, 3, 'too_large'),
    then: [approves, ships(2), scans('picked_up'), ships(1)],
  },
  {
    title: 'Dropped off at a counter',
    on: '1066',
    hoursAgo: HOURS,
    files: { ...wants(1, 1, 'changed_mind'), method: 'happy_returns' },
    then: [approves, opensDropoff(), dropsOff],
  },
  {
    title: 'Could not be delivered to the shop',
    on: '1067',
    hoursAgo: HOURS,
    files: wants(1, 1, 'style'),
    then: [approves, ships(), scans('picked_up'), scans('delivery_failed')],
  },
  {
    title: 'Lost by the carrier',
    on: '1068',
    hoursAgo: HOURS,
    files: wants(1, 1, 'style'),
    then: [approves, ships(), scans('picked_up'), scans('lost')],
  },
  {
    title: 'Delivered, waits at the dock',
    on: '1069',
    hoursAgo: HOURS,
    files: wants(1, 2, 'expectation'),
    then: [approves, ships(), scans('picked_up'), scans('delivered')],
  },
  {
    title: 'Turned round on its way to the shopper',
    on: '1002',
    by: 'system',
    hoursAgo: HOURS,
    files: { ...wants(1, 1, 'not_received'), kind: 'in_transit', approved: true },
    then: [ships(), scans('picked_up')],
  },
  {
    title: 'Refused on the doorstep',
    on: '1004',
    by: 'carrier',
    hoursAgo: HOURS,
    files: { ...wants(1, 1, 'wrong_item'), kind: 'on_the_spot' },
  },
  {
    title: 'At the warehouse, a parcel to the shop is booked',
    on: '1070',
    hoursAgo: HOURS,
    files: { ...wants(1, 1, 'too_large'), ...WAREHOUSE },
    then: [approves, ships(), scans('delivered'), counts(), sendsOn],
  },
  ...(['pickup_retry', 'pickup_failed', 'picked_up', 'delivery_failed', 'lost', 'delivered'] as const).map(
    (kind, place): Story => ({
      title: `From the warehouse to the shop: ${kind.replaceAll('_', ' ')}`,
      on: String(1071 + place),
      hoursAgo: HOURS,
      files: { ...wants(1, 1, 'defective'), ...WAREHOUSE },
      then: [approves, ships(), scans('picked_up'), scans('delivered'), counts(), sendsOn, scans(kind, 'onward')],
    }),
  ),
  {
    title: 'From the warehouse to the shop: called off',
    on: '1005',
    hoursAgo: HOURS,
    files: { ...wants(1, 1, 'defective'), ...WAREHOUSE },
    then: [approves, ships(), scans('delivered'), counts(), sendsOn, callsOff('onward')],
  },
]
