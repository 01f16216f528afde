/** Numbered pieces: what comes back must be one that went out on that line, and not one that is back already. */
import type { Tray } from './tray.ts'
import type { Wished } from './wishes.ts'

export type Strange = { place: number; serial: string; why: string }

/** Serial numbers that give pause. A line sold without numbers says nothing; whether a finding warns or refuses is the shop's setting. */
export function strangeSerials(wishes: readonly Wished[], tray: Pick<Tray, 'order' | 'siblings'>): Strange[] {
  const back = new Set(
    tray.siblings
      .filter(ret => !['rejected', 'cancelled', 'expired'].includes(ret.request.state))
      .flatMap(ret => ret.items.flatMap(item => item.serials)),
  )
  return wishes.flatMap(wish => {
    const sold = tray.order.lines.find(line => line.id === wish.line)?.serials ?? []
    return (wish.serials ?? []).flatMap((serial, place, all) => {
      const strange = (why: string): Strange[] => [{ place: wish.place, serial, why }]
      if (all.indexOf(serial) !== place) return strange('is named twice')
      if (back.has(serial)) return strange('is part of another return')
      return sold.length > 0 && !sold.includes(serial) ? strange('was not sold on this line') : []
    })
  })
}
