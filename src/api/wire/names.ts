/** One name from the core to the wire: the house writes camelCase, the wire writes snake_case, and an id says that it is one. */

/** Members that hold the id of something else. On the wire they carry the suffix, so that `order` can hold the order itself when it is asked for. */
const REFERENCES = {
  org: 'organization_id',
  shop: 'shop_id',
  order: 'order_id',
  group: 'group_id',
  line: 'line_id',
  parent: 'parent_id',
  fulfilment: 'fulfilment_id',
  item: 'item_id',
  slice: 'slice_id',
  offer: 'offer_id',
  shipment: 'shipment_id',
  dropoff: 'dropoff_id',
  receiving: 'receiving_id',
  stray: 'stray_id',
  payout: 'payout_id',
  grant: 'grant_id',
  payment: 'payment_id',
  charge: 'charge_id',
  policy: 'policy_id',
  ret: 'return_id',
  location: 'location_id',
  destination: 'destination_id',
  label: 'label_id',
  rule: 'rule_id',
} as const

type Inverse<Names extends Record<string, string>> = { [Ours in keyof Names as Names[Ours]]: Ours }

/** Where nothing may stand for a missing object as well as for a missing id, the name stays bare. */
const OBJECTS_TOO = new Set(['order', 'label', 'charge'])

/** Members whose own names are data: they are handed through as they are. */
export const FREE_NAMES = new Set([
  'customFields',
  'dialects',
  'detail',
  'due',
  'lengths',
  'reminders',
  'links',
  'texts',
])

/** The way back. */
export const HEARD = {
  ...(Object.fromEntries(Object.entries(REFERENCES).map(([ours, theirs]) => [theirs, ours])) as Inverse<
    typeof REFERENCES
  >),
  // Deliveries and bundles of an order that enters name its lines by the shop's own ids.
  line_external_id: 'line',
} as const

/** `trackingNumber` → `tracking_number`, and `line` → `line_id` when it holds an id. */
export function wireName(name: string, value?: unknown): string {
  const known = NAMES.get(name) ?? learn(name)
  const holdsId = typeof value === 'string' || (value === null && !OBJECTS_TOO.has(name))
  return holdsId ? known.ofId : known.plain
}

type Known = { plain: string; ofId: string }

/** The house has a few hundred names and says them millions of times. Names that are data do not come here, so the list stays short. */
const NAMES = new Map<string, Known>()

function learn(name: string): Known {
  const plain = snake(name)
  const known = { plain, ofId: Object.hasOwn(REFERENCES, name) ? REFERENCES[name as keyof typeof REFERENCES] : plain }
  if (NAMES.size < 2_000) NAMES.set(name, known)
  return known
}

/** `tracking_number` → `trackingNumber`, `line_id` → `line`. */
export const houseName = (name: string): string =>
  Object.hasOwn(HEARD, name)
    ? HEARD[name as keyof typeof HEARD]
    : name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

/** The path of a field as the core names it, in the words of the wire: `items[0].line` and `items.0.line` → `items[0].line_id`. */
export const wirePath = (path: string): string =>
  path
    .replace(/\.(\d+)(?=[.[]|$)/g, '[$1]')
    .replace(/[A-Za-z][A-Za-z0-9]*/g, name => (OBJECTS_TOO.has(name) ? name : wireName(name, '')))

const snake = (name: string): string => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
