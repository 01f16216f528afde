/**
 * A payment provider to rehearse with. It keeps a journal of what it moved, one line per movement, so that tests and crash runs can count.
 * What it does hangs on the last two digits of the amount, so that every kind of trouble can be ordered:
 *
 * | amount ends in | what happens |
 * |---|---|
 * | 13 | declined |
 * | 17 | the money moves, but the answer is lost |
 * | 19 | the order is lost and nothing moves; asked about it, the provider says so |
 * | 23 | accepted; done when asked about later |
 * | anything else | done |
 */
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Provider, RefundAnswer, RefundOrder } from './gateway.ts'

type Movement = { key: string; externalId: string; amountMinor: number; currency: string }

/** Without a journal file movements are kept in memory only. */
export function simulatedGateway(
  journalPath: string | null = null,
): Provider & { movements: () => Promise<Movement[]> } {
  const memory: Movement[] = []
  const lostOnce = new Set<string>()

  const movements = async (): Promise<Movement[]> => (journalPath === null ? memory : readJournal(journalPath))

  async function move(order: RefundOrder): Promise<Movement> {
    const before = (await movements()).find(known => known.key === order.key)
    if (before) return before
    const movement = {
      key: order.key,
      externalId: `sim_${order.key}`,
      amountMinor: order.amount.amountMinor,
      currency: order.amount.currency,
    }
    if (journalPath === null) memory.push(movement)
    else {
      await mkdir(dirname(journalPath), { recursive: true })
      await appendFile(journalPath, `${JSON.stringify(movement)}\n`)
    }
    return movement
  }

  return {
    movements,

    async refund(order) {
      const trouble = order.amount.amountMinor % 100
      if (trouble === 13) return { outcome: 'declined', why: 'The card’s bank said no.' }
      if (trouble === 19 && !lostOnce.has(order.key)) {
        lostOnce.add(order.key)
        return { outcome: 'unknown', why: 'No answer within the time.' }
      }
      const movement = await move(order)
      if (trouble === 17) return { outcome: 'unknown', why: 'No answer within the time.' }
      if (trouble === 23) return { outcome: 'sent', externalId: movement.externalId }
      return doneBy(order, movement)
    },

    /** Beside the page it is asked for on there is one that stands in for the provider's: it pays or declines, as whoever rehearses likes. */
    payLink: async ({ page }) => `${page}/rehearsal`,

    async find(order) {
      const movement = (await movements()).find(known => known.key === order.key)
      return movement ? doneBy(order, movement) : { outcome: 'absent' }
    },
  }
}

const doneBy = (order: RefundOrder, movement: Movement): RefundAnswer => ({
  outcome: 'done',
  externalId: movement.externalId,
  transactions: [
    {
      externalId: movement.externalId,
      parentExternalId: order.payment?.externalId ?? null,
      gateway: order.payment?.gateway ?? 'simulated',
      amount: order.amount,
    },
  ],
})

async function readJournal(path: string): Promise<Movement[]> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return text
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as Movement)
}
