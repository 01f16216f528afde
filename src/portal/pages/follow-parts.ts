/** The goods and the money of a return, as its page shows them. */
import type { FileId } from '../../core/ids.ts'
import type { FollowedPiece } from '../../desk/shopper/following.ts'
import type { FollowedDropoff, FollowedParcel } from '../../desk/shopper/following-parcels.ts'
import { html, type Html } from '../../ui/html.ts'
import { icon } from '../../ui/icons.ts'
import { moneyBlock } from '../../ui/kit/money.ts'
import { pieceRows } from '../../ui/kit/pieces.ts'
import { amount, code } from '../../ui/kit/state.ts'
import type { Following } from './follow-open.ts'

export const parcelsPart = (following: Following): Html =>
  html`${following.followed.parcels.map(parcel => parcelPart(parcel, following))}${following.followed.dropoffs.map(dropoff => dropoffPart(dropoff, following))}`

function parcelPart(parcel: FollowedParcel, { say, formats }: Following): Html {
  const { carrier, trackingNumber, trackingUrl, checkpoints, eta, leg, state } = parcel
  const last = checkpoints.at(-1)
  return html`<section class="part"><h2>${say(leg === 'back' ? 'follow.parcel.back' : 'follow.parcel')}</h2>
<p>${trackingNumber ? say.html('follow.parcel.number', { carrier, number: code(trackingNumber) }) : carrier}</p>
${last ? html`<p><b>${say(`follow.scan.${scanOf(last.kind)}`)}</b><br><span class="small">${say('follow.parcel.last', { at: formats.moment(last.at) })}</span></p>` : null}
${eta && state !== 'delivered' ? html`<p>${say('follow.parcel.eta', { by: formats.day(eta.to) })}</p>` : null}
${trackingUrl ? html`<p><a class="way" href="${trackingUrl}" rel="noopener noreferrer external">${say('follow.parcel.track', { carrier })}${icon('leave')}</a></p>` : null}
${checkpoints.length > 1 ? html`<details class="more stops"><summary>${say('follow.parcel.all')}${icon('chevron')}</summary><ol>${checkpoints.toReversed().map(({ at, kind, text }) => html`<li><b>${say(`follow.scan.${scanOf(kind)}`)}</b> <span class="small">${formats.moment(at)}</span>${text ? html`<br><bdi class="small">${text}</bdi>` : null}</li>`)}</ol></details>` : null}
</section>`
}

type Scan = FollowedParcel['checkpoints'][number]['kind']

/** Silence is left out of a shopper's parcels. */
const scanOf = (kind: Scan): Exclude<Scan, 'silent'> => (kind === 'silent' ? 'moving' : kind)

const dropoffPart = ({ provider, number, state }: FollowedDropoff, { say }: Following): Html =>
  html`<section class="part"><h2>${say('follow.dropoff')}</h2>
<p>${say.html('follow.dropoff.number', { provider, number: code(number) })}</p>
<p>${say(`follow.dropoff.${state}`)}</p>
</section>`

export function piecesPart(following: Following): Html {
  const { followed, say } = following
  return html`<section class="part"><h2>${say('follow.pieces')}</h2>${pieceRows(
    followed.pieces.map(piece => ({
      id: `piece-${piece.item}`,
      picture: piece.picture,
      title: piece.title,
      variant: [piece.variant, say('follow.piece.quantity', { count: piece.quantity })].filter(Boolean).join(' · '),
      facts: html`${getSaid(piece, following)}${piece.received > 0 ? html`<br>${say('follow.piece.received', { received: piece.received, count: piece.quantity })}` : null}`,
      below: belowOf(piece, following),
    })),
  )}</section>`
}

function getSaid({ handling, resolution }: FollowedPiece, { say }: Following): Html {
  const get =
    resolution.type === 'refund'
      ? say(`follow.get.${resolution.to}`)
      : resolution.type === 'replace'
        ? say('follow.get.replace', { variant: variantSaid(resolution.variant) })
        : say('follow.get.swap')
  return html`${get}${handling === 'keep' ? html` · ${say('follow.piece.stays')}` : null}`
}

const variantSaid = ({ title, sku, options }: { title: string | null; sku: string; options: { value: string }[] }) =>
  options.length > 0 ? options.map(({ value }) => value).join(' · ') : (title ?? sku)

function belowOf(piece: FollowedPiece, { say, files, caller, shopName }: Following): Html | null {
  const { reason, media, found } = piece
  const link = files.for(caller.org)
  const pictures = [
    ...media.filter(({ kind }) => kind === 'photo').map(({ id, by }) => ({ id, yours: by === 'you' })),
    ...found.flatMap(({ media: shown }) => shown.map(id => ({ id, yours: false }))),
  ]
  const why = [reason.text, reason.comment].filter(Boolean)
  if (why.length === 0 && pictures.length === 0) return null
  return html`${why.length > 0 ? html`<p class="small"><bdi>${why.join(' – ')}</bdi></p>` : null}${photoLinks(
    pictures.map(({ id, yours }) => ({
      id,
      alt: yours ? say('follow.piece.photo_yours') : say('follow.piece.photo_shops', { shop: shopName }),
    })),
    link,
  )}`
}

/** Small pictures that open large. */
export const photoLinks = (
  all: readonly { id: FileId; alt: string }[],
  link: (file: string) => { url: string; thumbnail_url: string },
): Html | null =>
  all.length === 0
    ? null
    : html`<ul class="photos">${all.map(
        ({ id, alt }) =>
          html`<li><a href="${link(id).url}"><img src="${link(id).thumbnail_url}" alt="${alt}" loading="lazy"></a></li>`,
      )}</ul>`

export function insteadPart({ followed: { exchange }, say }: Following): Html | null {
  if (exchange === null || exchange.state === 'cancelled') return null
  return html`<section class="part"><h2>${say('follow.instead')}</h2>
<ul class="plain">${exchange.lines.map(
    ({ title, variant, quantity }) =>
      html`<li><b>${title}</b>${variant ? html` · ${variant}` : null} · ${say('follow.piece.quantity', { count: quantity })}</li>`,
  )}</ul>
${exchange.order ? html`<p>${say.html('follow.instead.order', { order: code(exchange.order) })}</p>` : null}</section>`
}

export function moneyPart({ followed, say, formats, shopName }: Following): Html {
  const { money, phase } = followed
  const { all, payouts, charges } = money
  const label = money.promised === null && phase !== 'ended' ? 'follow.money.estimate' : 'follow.money.agreed'
  return html`<section class="part"><h2>${say('follow.money')}</h2>
${all === null ? html`<p>${say('follow.money.hidden', { shop: shopName })}</p>` : isNothing(followed) ? html`<p>${say('follow.money.nothing')}</p>` : moneyBlock(say(label), all, say, formats)}
${list(
  payouts.map(({ kind, amount: sum, to, reference, state, at }) =>
    row(
      say.html(`follow.payout.${kind}`, {
        amount: amount(formats.money(sum)),
        to: to ?? 'none',
        reference: reference ?? 'none',
      }),
      say(`follow.payout.${state}`, { at: formats.day(at) }),
    ),
  ),
)}
${list(
  charges
    .filter(({ state }) => state !== 'released')
    .map(({ kind, state, amount: sum }) =>
      row(say.html(`follow.charge.${kind}`, { amount: amount(formats.money(sum)) }), say(`follow.charge.${state}`)),
    ),
)}
</section>`
}

/** A request that was turned down or called off pays nothing, whatever it would have come to. */
const isNothing = ({ phase, money }: Following['followed']): boolean =>
  phase === 'ended' && money.promised === null && money.payouts.length === 0

const row = (what: Html, how: string): Html => html`<li>${what} <span class="small">${how}</span></li>`

const list = (rows: readonly Html[]): Html | null => (rows.length === 0 ? null : html`<ul class="plain">${rows}</ul>`)

/** What there is to print, to show and to put into a calendar. */
export function papersPart({ followed: { documents }, place, say }: Following): Html | null {
  if (documents.length === 0) return null
  const links = documents.map(document => {
    switch (document.kind) {
      case 'label':
        return way(say('documents.label'), `${place}/documents/label/${document.shipment}`, 'print')
      case 'code':
        return way(say('documents.code'), `${place}/documents/code`, 'document')
      case 'slip':
        return way(say('documents.slip'), `${place}/slip`, 'document')
      default:
        return way(say('documents.calendar'), `${place}/documents/calendar.ics`, 'calendar')
    }
  })
  return html`<section class="part"><h2>${say('follow.papers')}</h2><ul class="further">${links}</ul></section>`
}

const way = (label: string, href: string, drawing: 'print' | 'document' | 'calendar'): Html =>
  html`<li><a class="way" href="${href}">${icon(drawing)}${label}</a></li>`
