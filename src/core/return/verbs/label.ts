import { type Refusal, refuse, refused } from '../../refusal.ts'
import { addressOf, destinationOf } from '../carriage.ts'
import { allOf, listed, sumOf, unsent } from '../contents.ts'
import type { Contents, Item, Return } from '../return.ts'
import { happened, type Verb } from '../verb.ts'
import { SENDABLE } from '../where.ts'

/** Order a label. The carrier is asked afterwards, outside the act, and answers through `print`; pieces that wait for a label wait for one only. */
export const label: Verb<'label'> = {
  may: { merchant: SENDABLE, system: SENDABLE },
  locks: [],

  decide(ret, { reference = null, from, to, contents }, tray) {
    const { shop } = tray
    if (!shop.methods.some(method => method.label && method.type === ret.method?.type)) {
      return refuse('label_unavailable', {
        sentence: 'The chosen method has no labels; choose one that does.',
        method: ret.method?.type ?? null,
      })
    }
    const packed = toPack(ret, contents)
    if (refused(packed)) return packed
    return [
      happened(tray, 'label.ordered', {
        label: tray.fresh(),
        reference,
        from: from ?? ret.pickup ?? ret.shipping,
        to: to ?? addressOf(shop, destinationOf(ret, shop)),
        contents: packed,
      }),
    ]
  },
}

function toPack(ret: Return, contents: Contents | undefined): Contents | Refusal {
  const waiting = ret.labels.filter(order => order.state === 'ordered').flatMap(order => order.contents)
  const most = (item: Item) => Math.max(0, unsent(ret, item) - sumOf(item, waiting))
  if (contents) return listed(ret, contents, 'contents', most)
  const packed = allOf(ret, most)
  if (packed.length > 0) return packed
  return refuse('label_unavailable', {
    sentence:
      waiting.length > 0
        ? 'A label for these pieces is being made already.'
        : 'Every piece is in a parcel already; void that one first.',
  })
}
