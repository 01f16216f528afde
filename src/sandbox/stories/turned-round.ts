/** Parcels that never reached the shopper, and goods a warehouse looks at for the shop: what only marketplaces know. */
import type { Commands } from '../../core/return/commands.ts'
import { approves, cancels, counts, putsAway, resells, scans, ships, turnsAway } from './steps.ts'
import { type Story, wants } from './story.ts'

const HOURS = 44
const WAREHOUSE = { inspector: 'warehouse' } as const
const atTheWarehouse = [approves, ships(), scans('picked_up'), scans('delivered')]

const ENDS = ['delivered', 'delivery_failed', 'lost'] as const
const FOLLOW_UPS: Commands['dispose']['to'][] = ['scrap', 'return_to_vendor', 'refurbish', 'back_to_shopper']

/** Two pieces come, one of them does not. */
const HALF = { ...wants(1, 2, 'wrong_item'), ...WAREHOUSE }

export const turnedRound: Story[] = [
  ...ENDS.map(
    (kind, place): Story => ({
      title: `Turned round on its way: ${kind.replaceAll('_', ' ')}`,
      on: String(1080 + place),
      by: 'system',
      hoursAgo: HOURS,
      files: { ...wants(1, 1, 'not_received'), kind: 'in_transit', approved: true },
      then: [ships(), scans('picked_up'), scans(kind)],
    }),
  ),
  ...ENDS.map(
    (kind, place): Story => ({
      title: `Refused on the doorstep: ${kind.replaceAll('_', ' ')}`,
      on: String(1083 + place),
      by: 'carrier',
      hoursAgo: HOURS,
      files: { ...wants(1, 1, 'damaged', { photo: true }), kind: 'on_the_spot' },
      then: [approves, ships(), scans('picked_up'), scans(kind)],
    }),
  ),
  {
    title: 'On its way to the warehouse',
    on: '1086',
    hoursAgo: HOURS,
    files: { ...wants(1, 1, 'fake'), ...WAREHOUSE },
    then: [approves, ships(), scans('picked_up')],
  },
  {
    title: 'Turned away at the warehouse',
    on: '1087',
    hoursAgo: HOURS,
    files: { ...wants(1, 1, 'style'), ...WAREHOUSE },
    then: [...atTheWarehouse, turnsAway],
  },
  {
    title: 'Called off before it reached the warehouse',
    on: '1088',
    hoursAgo: HOURS,
    files: { ...wants(1, 1, 'changed_mind'), ...WAREHOUSE },
    then: [approves, cancels],
  },
  ...FOLLOW_UPS.map(
    (to, place): Story => ({
      title: `What the warehouse did with it: ${to.replaceAll('_', ' ')}`,
      on: String(1089 + place),
      hoursAgo: HOURS,
      files: { ...wants(1, 1, 'defective'), ...WAREHOUSE },
      then: [...atTheWarehouse, counts(undefined, 'c'), putsAway(to)],
    }),
  ),
  ...([3, 4, 5, 6] as const).map(
    (stage, place): Story => ({
      title: `Sold again by the warehouse, stage ${stage}`,
      on: String(1093 + place),
      hoursAgo: HOURS,
      files: { ...wants(1, 1, 'expectation'), ...WAREHOUSE },
      then: [...atTheWarehouse, counts(), resells(stage)],
    }),
  ),
  {
    title: 'The warehouse misses a piece',
    on: '1097',
    hoursAgo: HOURS,
    files: HALF,
    then: [...atTheWarehouse, counts(1), putsAway('missing')],
  },
]
