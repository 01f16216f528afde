/** One line that shows how far a long piece of work is. */

type Progress = { done: number; all: number; orders: number; ms: number; rejected: number }

const CELLS = 24

export function progressLine({ done, all, orders, ms, rejected }: Progress): string {
  return `${bar(done, all)}  ${orders} orders  ${perSecond(orders, ms)}/s  ${rejected} rejected`
}

type Counted = { doing: string; done: number; all: number; unit: string; ms: number }

/** For work of which one thing is counted. */
export const countedLine = ({ doing, done, all, unit, ms }: Counted): string =>
  `${bar(done, all)}  ${doing}  ${done} ${unit}  ${perSecond(done, ms)}/s`

function bar(done: number, all: number): string {
  const part = all === 0 ? 1 : Math.min(1, done / all)
  const full = Math.round(part * CELLS)
  return `${'█'.repeat(full)}${'░'.repeat(CELLS - full)} ${String(Math.floor(part * 100)).padStart(3)} %`
}

const perSecond = (count: number, ms: number): number => (ms > 0 ? Math.round((count * 1000) / ms) : 0)
