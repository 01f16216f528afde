/** Parcels that bring returned goods back. */
import type { Command, Commands } from '../../core/return/commands.ts'
import type { Contents } from '../../core/return/return.ts'
import type { Seen } from '../../desk/look.ts'
import { move, Objection } from '../moving.ts'
import { isNo, type No, no, settled } from './answer.ts'
import type { Call } from './door.ts'
import { awaitedNamed, packageNamed, returnNamed } from './find.ts'
import { bodyOf, Hearing, parameter } from './hearing.ts'
import { awaitedId, linePlaceIn, packageId, returnId } from './ids.ts'
import { notice, notOpen } from './returns.ts'
import { packagesOf, sayAwaited, sayNewPackage, sayPackage, withUnsent } from './say-package.ts'

/** What has to come back of one return. */
export async function queryAwaited({ house, client, query }: Call): Promise<object | No> {
  const id = parameter(query, 'return_id')
  if (id === null) return no(422, 'return_id is required.')
  const seen = await returnNamed(house, client, id)
  return { order_return_fulfillment_list: seen === null ? [] : [sayAwaited(seen)] }
}

/** `return_id` is required; the others narrow. */
export async function queryPackages({ house, client, query }: Call): Promise<object | No> {
  const returnNamedId = parameter(query, 'return_id')
  if (returnNamedId === null) return no(422, 'return_id is required.')
  const id = parameter(query, 'id')
  const awaited = parameter(query, 'reverse_fulfillment_seq')
  const seen = await returnNamed(house, client, returnNamedId)
  if (seen === null || (awaited !== null && awaited !== awaitedId(seen.ret))) return { return_packages: [] }
  const found = packagesOf(seen).filter(shipment => id === null || packageId(seen.ret, shipment) === id)
  return { return_packages: found.map(shipment => sayPackage(seen, shipment)) }
}

type Tracking = { company: string | null; number: string | null; url: string | null }

function hearTracking(hearing: Hearing, value: unknown): Tracking {
  const said = hearing.members(value, 'tracking_info') ?? {}
  const url = hearing.text(said.tracking_url, 'tracking_info.tracking_url') || null
  if (url !== null && !/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    hearing.refuse('tracking_info.tracking_url must be a web address.')
  return {
    company: hearing.text(said.tracking_company, 'tracking_info.tracking_company', { most: 100 }) || null,
    number: hearing.text(said.tracking_number, 'tracking_info.tracking_number', { most: 100 }) || null,
    url,
  }
}

/** Without lines, everything that is in no parcel yet. */
export async function createPackage({ house, client, settings, body }: Call): Promise<object | No> {
  const hearing = new Hearing()
  const said = bodyOf(hearing, body)
  const id = hearing.id(said.reverse_fulfillment_order_id, 'reverse_fulfillment_order_id', { required: true }) ?? ''
  const notify = hearing.flag(said.notify_customer, 'notify_customer')
  const tracking = hearTracking(hearing, said.tracking_info)
  const lines = hearing.rows(said.reverse_delivery_line_items, 'reverse_delivery_line_items').map((row, place) => {
    const path = `reverse_delivery_line_items[${place}]`
    return {
      path,
      id: hearing.id(row.id, `${path}.id`, { required: true }) ?? '',
      quantity: hearing.whole(row.total_quantity, `${path}.total_quantity`, { required: true }) ?? 0,
    }
  })
  if (hearing.trouble) return hearing.trouble
  const found = await awaitedNamed(house, client, id)
  if (found === null) return no(404, 'The return fulfillment order does not exist.')
  const shipped = settled(
    await move<No>(
      house.desk,
      client.caller,
      found.ret.id,
      seen => {
        const contents = lines.length === 0 ? undefined : contentsHeard(seen, lines)
        const objection = notOpen(seen) ?? (isNo(contents) ? contents : null)
        if (objection !== null) return new Objection(objection)
        const ship: Command = {
          verb: 'ship',
          source: 'api',
          carrier: tracking.company === null ? {} : { name: tracking.company },
          trackingNumber: tracking.number,
          ...(contents !== undefined && { contents: contents as Contents }),
          refs: { trackingUrl: tracking.url },
        }
        return [ship, ...notice(notify, settings.notice_package)]
      },
      { notify },
    ),
    packagePath,
  )
  if (isNo(shipped)) return shipped
  return { return_package: sayNewPackage(shipped, shipped.ret.shipments.at(-1)!) }
}

type LineHeard = { path: string; id: string; quantity: number }

/** Pieces by line become pieces by item; no line may send more than is left of it. */
function contentsHeard(seen: Seen, heard: readonly LineHeard[]): Contents | No {
  const open = withUnsent(seen)
  const named = new Map<ReturnType<typeof withUnsent>[number], number>()
  for (const { path, id, quantity } of heard) {
    const place = linePlaceIn(seen.ret, id)
    const found = open.find(({ line }) => line.place.item === place?.item && line.place.fulfilment === place.fulfilment)
    if (!found) return no(422, `${path}.id: The return has no such line.`)
    if (quantity < 1) return no(422, `${path}.total_quantity must be at least 1.`)
    const sum = (named.get(found) ?? 0) + quantity
    if (sum > found.unsent)
      return no(422, `${path}.total_quantity: Only ${found.unsent} of this line are in no parcel yet.`)
    named.set(found, sum)
  }
  return [...named].map(([{ line }, quantity]) => ({ item: line.item.id, quantity }))
}

const packagePath = (path: string): string => {
  if (path.startsWith('carrier')) return 'tracking_info.tracking_company'
  return path === 'trackingNumber' ? 'tracking_info.tracking_number' : ''
}

/** The misspelt member is the platform's own; the right one is understood as well. */
export async function updatePackage({ house, client, body }: Call): Promise<object | No> {
  const hearing = new Hearing()
  const said = bodyOf(hearing, body)
  const id = hearing.id(said.id, 'id', { required: true }) ?? ''
  const ofReturn = hearing.id(said.reunrn_id, 'reunrn_id') ?? hearing.id(said.return_id, 'return_id')
  const tracking = hearTracking(hearing, said.tracking_info)
  if (hearing.trouble) return hearing.trouble
  const found = await packageNamed(house, client, id)
  const shipment = found && packagesOf(found).find(one => packageId(found.ret, one) === id)
  if (!found || !shipment || (ofReturn !== null && ofReturn !== returnId(found.ret)))
    return no(404, 'The return package does not exist.')
  const changed = settled(
    await move<No>(house.desk, client.caller, found.ret.id, seen => {
      const objection = notOpen(seen)
      return objection === null
        ? [{ verb: 'correct', ...corrected(tracking), shipment: shipment.id }]
        : new Objection(objection)
    }),
    packagePath,
  )
  if (isNo(changed)) return changed
  const now = changed.ret.shipments.find(one => one.id === shipment.id)
  return { return_packages: now ? [sayPackage(changed, now)] : [] }
}

/** What is not said stays as it was. */
const corrected = ({ company, number, url }: Tracking): Omit<Commands['correct'], 'shipment'> => ({
  ...(company !== null && { carrier: { name: company } }),
  ...(number !== null && { trackingNumber: number }),
  ...(url !== null && { refs: { trackingUrl: url } }),
})
