/** How the goods travel: the number of a parcel somebody hands in on their own, and another way of sending. */
import { type Refusal, refused } from '../../core/refusal.ts'
import type { Command } from '../../core/return/commands.ts'
import type { FileId } from '../../core/ids.ts'
import { METHOD_TYPES } from '../../core/words.ts'
import { otherMethods } from '../../desk/shopper/following-acts.ts'
import { isZero } from '../../core/money.ts'
import { html } from '../../ui/html.ts'
import { actions, button, choices, field, select, troubleSummary, unseen, way } from '../../ui/kit/form.ts'
import type { Trouble } from '../../ui/kit/trouble.ts'
import { type Answer, said } from '../visit.ts'
import { basedOn, carriedOut, type Following, forAct, troubleFor } from './follow-open.ts'
import { heard, photosField } from './talk-photos.ts'

const OTHER = 'other-carrier'

/** A number that was mistyped is mended in its parcel as long as no carrier has it. */
const mendable = ({ followed }: Following) => followed.parcels.find(parcel => parcel.mendable)

export const ship = forAct(['ship', 'correct'], async following => shipPage(following))

export const shipForm = forAct(['ship', 'correct'], async following => {
  const { form, photos } = await heard(following)
  const sent = { ...following, form }
  const faulty = refused(photos) ? [troubleFor(photos, 'photos', sent)] : faultsIn(sent)
  if (refused(photos) || faulty.length > 0) return shipPage(sent, faulty)
  // A number is a fact, whatever else happened meanwhile.
  const answer = await carriedOut(sent, [commandFor(sent, photos)], 'shipped', undefined)
  return refused(answer) ? shipPage(sent, [troubleFor(answer, fieldOf(answer), sent)]) : answer
})

function faultsIn(following: Following): Trouble[] {
  const { say } = following
  const unnamed = said(following, 'carrier') === OTHER && said(following, 'carrier_name') === ''
  return [
    ...(said(following, 'carrier') === '' ? [{ field: 'carrier', text: say('follow.refusal.choice_missing') }] : []),
    ...(unnamed ? [{ field: 'carrier_name', text: say('follow.refusal.carrier_unknown') }] : []),
    ...(said(following, 'number') === '' ? [{ field: 'number', text: say('follow.refusal.words_missing') }] : []),
  ]
}

function commandFor(following: Following, media: FileId[]): Command<'ship' | 'correct'> {
  const slug = said(following, 'carrier')
  const carrier = slug === OTHER ? { name: said(following, 'carrier_name') } : { slug }
  const told = {
    carrier,
    trackingNumber: said(following, 'number'),
    ...(media.length > 0 && { proof: { media } }),
  }
  const known = mendable(following)
  return known ? { verb: 'correct', shipment: known.id, ...told } : { verb: 'ship', ...told }
}

const fieldOf = ({ code, detail }: Refusal): string => {
  if (code === 'carrier_unknown') return 'carrier_name'
  return code === 'tracking_invalid' || detail.path === 'trackingNumber' ? 'number' : 'photos'
}

function shipPage(following: Following, troubles: readonly Trouble[] = []): Answer {
  const { seen, say, shopName, place } = following
  const known = mendable(following)
  const shipment = seen.ret.shipments.find(({ id }) => id === known?.id)
  const listed = seen.shop.carriers.some(({ slug }) => slug === shipment?.carrier.slug)
  const before = shipment ? (listed ? shipment.carrier.slug : OTHER) : ''
  const main = html`${troubleSummary(troubles, say)}
<p class="lead">${say('follow.ship.text', { shop: shopName })}</p>
<form method="post" enctype="multipart/form-data" novalidate>
${
  seen.shop.carriers.length === 0
    ? unseen('carrier', OTHER)
    : select(
        {
          name: 'carrier',
          label: say('follow.ship.carrier'),
          required: true,
          empty: '–',
          value: said(following, 'carrier') || before,
          options: [
            ...seen.shop.carriers.map(({ slug, name }) => ({ value: slug, label: name })),
            { value: OTHER, label: say('follow.ship.other') },
          ],
        },
        say,
        troubles,
      )
}
${field({ name: 'carrier_name', label: say('follow.ship.other_name'), value: said(following, 'carrier_name') || (before === OTHER ? shipment?.carrier.name : ''), maxlength: 100 }, say, troubles)}
${field({ name: 'number', label: say('follow.ship.number'), hint: say('follow.ship.number_hint'), value: said(following, 'number') || known?.trackingNumber, required: true, maxlength: 100, autocomplete: 'off', attributes: { dir: 'ltr', autocapitalize: 'characters', spellcheck: 'false' } }, say, troubles)}
${seen.shop.shippingProof && shipment?.proof == null ? photosField(following, troubles, { label: say('follow.ship.proof'), most: 1 }) : null}
${actions(button(say('follow.ship.send')), way(say('follow.back'), place))}
</form>`
  return { page: { title: say('follow.ship.title'), main }, ...(troubles.length > 0 && { status: 422 }) }
}

export const method = forAct('choose', async following => methodPage(following))

export const methodForm = forAct('choose', async following => {
  const type = METHOD_TYPES.find(word => word === said(following, 'method'))
  if (!type) return methodPage(following, [{ field: 'method', text: following.say('follow.refusal.choice_missing') }])
  const answer = await carriedOut(following, [{ verb: 'choose', method: type }], 'chosen', said(following, 'version'))
  return refused(answer) ? methodPage(following, [troubleFor(answer, 'method', following)]) : answer
})

function methodPage(following: Following, troubles: readonly Trouble[] = []): Answer {
  const { seen, followed, say, formats, place } = following
  const hidden = followed.standing === 'recipient'
  const cards = otherMethods(seen.ret).map(({ type, name, cost }) => ({
    value: type,
    label: name,
    about: say(`get.way.${type}`),
    figure: hidden
      ? null
      : isZero(cost.total.presentment)
        ? say('follow.method.free')
        : say('follow.method.cost', { amount: formats.money(cost.total.presentment) }),
    checked: said(following, 'method') === type,
  }))
  const main = html`${troubleSummary(troubles, say)}
<form method="post" novalidate>${basedOn(following)}
${choices('method', html`<span class="unseen">${say('follow.method.title')}</span>`, cards, troubles, 'rows')}
${actions(button(say('follow.method.send')), way(say('follow.back'), place))}
</form>`
  return { page: { title: say('follow.method.title'), main }, ...(troubles.length > 0 && { status: 422 }) }
}
