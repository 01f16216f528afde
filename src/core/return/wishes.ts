/** What a filer asks for, taken apart into sold lines that can come back. */
import type { Line, Order } from '../order/order.ts'
import { type Refusal, refuse, refused } from '../refusal.ts'
import type { Asked } from './commands.ts'
import type { Item } from './return.ts'

/** `place` is where the wish stood in the command: a kit asked for as a whole becomes one wish per component, all of the same place. */
export type Wished = Asked & { place: number; kit: Item['kit'] }

/** Every wish against the order: known lines, whole pieces, kits as their parts. Nothing is held or judged yet. */
export function wished(items: readonly Asked[], order: Order): Wished[] | Refusal {
  if (items.length === 0) return refuse('invalid', { sentence: 'Name at least one item.', path: 'items' })
  const all: Wished[] = []
  for (const [place, asked] of items.entries()) {
    const parts = partsOf(asked, place, order)
    if (refused(parts)) return parts
    all.push(...parts)
  }
  return all
}

function partsOf(asked: Asked, place: number, order: Order): Wished[] | Refusal {
  const line = order.lines.find(one => one.id === asked.line)
  if (!line) return refuse('unknown_line', { sentence: 'The order has no such line.', path: `items[${place}].line` })
  if (!Number.isSafeInteger(asked.quantity) || asked.quantity < 1) {
    return refuse('quantity_invalid', {
      sentence: 'State a whole number of pieces, at least one.',
      path: `items[${place}].quantity`,
    })
  }
  if ((asked.serials?.length ?? 0) > asked.quantity * line.quantity) {
    return refuse('invalid', {
      sentence: 'There are more serial numbers than pieces.',
      path: `items[${place}].serials`,
    })
  }
  const components = order.lines.filter(one => one.kit?.parent === line.id)
  if (components.length > 0) return components.map(component => componentOf(asked, place, component))
  return [{ ...asked, place, kit: line.kit && { line: line.kit.parent, whole: asked.kitWhole ?? false } }]
}

const componentOf = (asked: Asked, place: number, component: Line): Wished => ({
  ...asked,
  place,
  line: component.id,
  quantity: asked.quantity * (component.kit?.per ?? 1),
  serials: (asked.serials ?? []).filter(serial => component.serials.includes(serial)),
  kit: component.kit && { line: component.kit.parent, whole: true },
})
