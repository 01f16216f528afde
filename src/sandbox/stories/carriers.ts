/** Everything a carrier can say, every way goods can travel, and whoever said that they do. */
import type { CheckpointKind, MethodType } from '../../core/return/return.ts'
import {
  approves,
  arranges,
  callsOff,
  dropsOff,
  dropsOne,
  fails,
  forwards,
  labelIsMade,
  opensDropoff,
  ordersLabel,
  scans,
  sends,
  ships,
} from './steps.ts'
import { type Story, wants } from './story.ts'

const HOURS = 44

const SCANS: CheckpointKind[] = [
  'announced',
  'out_for_delivery',
  'attempt_failed',
  'held_for_pickup',
  'exception',
  'silent',
]
const WAYS: MethodType[] = ['in_store', 'carrier_pickup', 'carrier_dropoff', 'customer_courier']

export const carriers: Story[] = [
  ...SCANS.map(
    (kind, place): Story => ({
      title: `The carrier’s last word: ${kind.replaceAll('_', ' ')}`,
      on: String(1100 + place),
      hoursAgo: HOURS,
      files: wants(1, 1, 'too_large'),
      then: [approves, ships(), scans(kind)],
    }),
  ),
  ...WAYS.map(
    (method, place): Story => ({
      title: `By this way: ${method.replaceAll('_', ' ')}`,
      on: String(1106 + place),
      by: 'agent',
      hoursAgo: HOURS,
      files: { ...wants(1, 1, 'style'), method },
      then: [approves],
    }),
  ),
  {
    title: 'Nothing has to travel',
    on: '1110',
    by: 'agent',
    hoursAgo: HOURS,
    files: { ...wants(1, 1, 'expectation', { handling: 'keep' }), method: 'green_return' },
    then: [approves],
  },
  {
    title: 'The shop had it collected, and shows the receipt',
    on: '1111',
    by: 'owner',
    hoursAgo: HOURS,
    files: { ...wants(1, 1, 'defective'), method: 'merchant_arranged' },
    then: [approves, arranges],
  },
  {
    title: 'The shop is to have it collected',
    on: '1112',
    by: 'agent',
    hoursAgo: HOURS,
    files: { ...wants(1, 1, 'none'), method: 'merchant_arranged' },
    then: [approves],
  },
  {
    title: 'A parcel with all its papers, told by another system',
    on: '1113',
    hoursAgo: HOURS,
    files: wants(1, 1, 'too_small'),
    then: [approves, sends('api')],
  },
  {
    title: 'A parcel the shop typed in',
    on: '1114',
    hoursAgo: HOURS,
    files: wants(1, 1, 'too_small'),
    then: [approves, sends('merchant')],
  },
  {
    title: 'The label was called off',
    on: '1115',
    hoursAgo: HOURS,
    files: { ...wants(1, 1, 'style'), method: 'retailer_label' },
    then: [approves, ordersLabel, labelIsMade, callsOff('inbound')],
  },
  {
    title: 'No label could be made',
    on: '1116',
    hoursAgo: HOURS,
    files: { ...wants(1, 1, 'style'), method: 'retailer_label' },
    then: [approves, ordersLabel, fails],
  },
  {
    title: 'A code for the counter, not used yet',
    on: '1117',
    hoursAgo: HOURS,
    files: { ...wants(1, 1, 'changed_mind'), method: 'happy_returns' },
    then: [approves, opensDropoff()],
  },
  {
    title: 'One of two handed in at the counter',
    on: '1118',
    hoursAgo: HOURS,
    files: { ...wants(1, 2, 'changed_mind'), method: 'retail_reworks' },
    then: [approves, opensDropoff('retail_reworks'), dropsOne],
  },
  {
    title: 'Handed in at the counter and sent on with other people’s goods',
    on: '1119',
    hoursAgo: HOURS,
    files: { ...wants(1, 1, 'changed_mind'), method: 'retail_reworks' },
    then: [approves, opensDropoff('retail_reworks'), dropsOff, forwards],
  },
]
