/** How the sandbox's returns are told: who files what on which order, and who does what afterwards. */
import type { FileId } from '../../core/ids.ts'
import type { Order } from '../../core/order/order.ts'
import type { Role } from '../../core/party.ts'
import type { ReasonCode } from '../../core/reasons.ts'
import type { Asked, Command, Commands } from '../../core/return/commands.ts'
import type { Return } from '../../core/return/return.ts'
import type { Shop } from '../../core/shop.ts'
import type { Instant } from '../../core/time.ts'

/** How things stand when a step is taken. `photos` are kept files to show. */
export type Standing = { ret: Return; order: Order; shop: Shop; at: Instant; photos: FileId[] }

/** `hours` after the step before; an hour when nothing is said. Several commands happen together or not at all. */
export type Step = { by: Role; hours?: number; says: (standing: Standing) => Command | Command[] }

export type Filing = Omit<Commands['submit'], 'items'> & {
  items: (standing: Omit<Standing, 'ret' | 'shop'>) => Asked[]
}

export type Story = {
  /** What it shows. */
  title: string
  /** The number of the order. */
  on: string
  /** Who files; the shopper when nothing is said. */
  by?: Role
  /** How long before now it is filed; long enough for every step. */
  hoursAgo?: number
  files: Filing
  then?: Step[]
}

type More = Partial<Omit<Asked, 'line' | 'quantity' | 'reason'>> & { comment?: string; photo?: boolean }

/** A wish about the nth line of the order, counted from one and without parents of kits. */
export const wants = (
  line: number,
  quantity: number,
  code: ReasonCode,
  { comment, photo = false, ...more }: More = {},
): Filing => ({
  items: ({ order, photos }) => {
    const goods = order.lines.filter(one => !order.lines.some(other => other.kit?.parent === one.id))
    const sold = goods[line - 1]
    if (!sold) throw new Error(`Order ${order.refs.number} has no line ${line}.`)
    return [
      {
        line: sold.id,
        quantity,
        reason: { code, ...(comment && { comment }) },
        ...(photo && { media: photos.slice(0, 1) }),
        ...more,
      },
    ]
  },
})

/** Several wishes in one return; what is said of the whole comes from the first. */
export const together = (...filings: [Filing, ...Filing[]]): Filing => ({
  ...filings[0],
  items: standing => filings.flatMap(filing => filing.items(standing)),
})
