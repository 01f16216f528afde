/** Ids and codes that count up, and a secret everybody knows: what is said with them reads the same in every run. */
import type { Rma } from '../../src/core/ids.ts'
import type { Desk } from '../../src/desk/desk.ts'

export function countedIds(): Pick<Desk, 'fresh' | 'rma' | 'secret'> {
  let ids = 0
  let codes = 0
  return {
    fresh: <I extends string>() => `019cd7d0-0000-7000-8000-${(++ids).toString(16).padStart(12, '0')}` as I,
    // Padded with a digit, two of them would be the same from the 21st on.
    rma: () => `RMA${++codes > 20 ? 22_300 + codes : codes.toString().padStart(5, '2')}` as Rma,
    secret: 'a secret of the tests that everybody may know',
  }
}
