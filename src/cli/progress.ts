/** One line that shows how far a long piece of work is. */

type Progress = { done: number; all: number; orders: number; ms: number; rejected: number }

const CELLS = 24

export function progressLine({ done, all, orders, ms, rejected }: Progress): string {
  const part = all === 0 ? 1 : Math.min(1, done / all)
  const full = Math.round(part * CELLS)
  const perSecond = ms > 0 ? Math.round((orders * 1000) / ms) : 0
  return `${'█'.repeat(full)}${'░'.repeat(CELLS - full)} ${String(Math.floor(part * 100)).padStart(3)} %  ${orders} orders  ${perSecond}/s  ${rejected} rejected`
}
