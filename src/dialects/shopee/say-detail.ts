/** A return as `get_return_detail` tells it: everything of the row, and what stands only here. */
import { sum } from '../../core/money.ts'
import { destinationOf } from '../../core/return/carriage.ts'
import { read } from '../../core/return/reading.ts'
import type { Return } from '../../core/return/return.ts'
import { countersLeft, newestOffer } from '../../core/return/strands/negotiation.ts'
import { strands } from '../../core/return/strands/strands.ts'
import type { Columns } from '../../core/return/where.ts'
import type { Shop } from '../../core/shop.ts'
import type { Seen } from '../../desk/look.ts'
import { numberOf, secondsOf } from './amounts.ts'
import { sayActivities, sayItems } from './say-items.ts'
import { sayProofStatus } from './say-list.ts'
import { type Sums, sumsOf } from './say-money.ts'
import { hasProof, logisticsStatusOf, parcelOf, reverseStatusOf } from './say-parcel.ts'
import { sayAddress, sayUser } from './say-person.ts'
import { type SayingTo, sayShared, videosOf } from './say-shared.ts'
import { compensationStatus, negotiationStatus, solutionWords } from './words.ts'

export function sayDetail(seen: Seen, to: SayingTo) {
  const { ret, order, shop } = seen
  const columns = strands(ret)
  const sums = sumsOf(seen)
  return {
    ...sayShared(seen, sums, to, columns),
    buyer_videos: videosOf(ret, to).map(id => {
      const { url, thumbnail_url } = to.links(id)
      return { thumbnail_url, video_url: url }
    }),
    item: sayItems(ret, order, sums),
    activity: sayActivities(ret, order, sums),
    seller_proof: {
      seller_proof_status: sayProofStatus(columns, shop),
      seller_evidence_deadline: secondsOf(ret.due.evidence),
    },
    seller_compensation: sayCompensation(ret, columns, seen),
    negotiation: sayNegotiation(ret, columns, sums, shop),
    ...sayLogistics(ret, columns, shop),
    return_pickup_address: sayAddress(ret.pickup ?? ret.shipping),
    ...(shop.refs.region === 'BR' && { shipping_fee_responsibility_reason: freightReason(ret) }),
  }
}

const freightReason = ({ freight }: Return): string =>
  freight.reason === null ? '' : `SHIPPING_FEE_RESPONSIBILITY_REASON_${freight.reason}`

function sayCompensation({ compensation, due }: Return, columns: Columns, { order }: Seen) {
  const parts = compensation.state === 'approved' ? compensation.parts : []
  const claimed = 'claim' in compensation ? compensation.claim.amount : null
  const granted =
    parts.length > 0
      ? sum(
          parts.map(({ amount }) => amount),
          parts[0]?.amount.currency ?? order.currency,
        )
      : null
  const amount = granted ?? claimed
  return {
    seller_compensation_status: read(compensationStatus, columns) ?? '',
    seller_compensation_due_date: secondsOf(due.claim),
    compensation_amount: amount ? numberOf(amount) : 0,
    compensation_amount_list: parts.map(part => ({
      compensation_type: part.type,
      compensation_amount: numberOf(part.amount),
    })),
  }
}

/** The newest offer, whoever made it; before any, what the return itself asks for. */
function sayNegotiation(ret: Return, columns: Columns, { total }: Sums, shop: Shop) {
  const offer = newestOffer(ret)
  return {
    negotiation_status: read(negotiationStatus, columns) ?? '',
    latest_solution: solutionWords[offer?.terms.handling ?? columns.handling],
    latest_offer_amount: numberOf(offer?.terms.amount ?? total),
    latest_offer_creator: offer ? (offer.by === 'shopper' ? sayUser(ret.contact).username : offer.person) : '',
    counter_limit: countersLeft(ret, 'merchant', shop.offers.counters),
    offer_due_date: secondsOf(ret.due.offer),
  }
}

/** The code of the place where the goods are awaited. */
const warehouseOf = (ret: Return, shop: Shop): string =>
  shop.locations.find(({ id }) => id === destinationOf(ret, shop))?.code ?? ''

function sayLogistics(ret: Return, columns: Columns, shop: Shop) {
  const parcel = parcelOf(ret)
  const reverse = reverseStatusOf(ret, columns)
  const channel = parcel?.carrier.name ?? ''
  return {
    logistics_status: logisticsStatusOf(ret, columns),
    // The platform's own pages spell it both ways, and so do its clients.
    reverse_logistics_status: reverse,
    reverse_logistic_status: reverse,
    virtual_contact_number: parcel?.refs.contactNumber ?? '',
    package_query_number: parcel?.refs.queryNumber ?? '',
    return_address: { whs_id: warehouseOf(ret, shop) },
    has_uploaded_shipping_proof: hasProof(ret),
    is_reverse_logistics_channel_integrated: parcel?.carrier.integrated ?? false,
    reverse_logistics_channel_name: channel,
    reverse_logistic_channel_name: channel,
  }
}
