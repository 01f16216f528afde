/** What inspection says about counted pieces. */
import { type Refusal, refuse } from '../refusal.ts'
import type { Graded } from './commands.ts'
import { wholePieces } from './contents.ts'
import type { Grading } from './return.ts'
import type { Tray } from './tray.ts'

/** Gradings as they are kept, unless they speak of more pieces than `left`. Whoever grades is the inspector unless another one is named. */
export function gradings(given: readonly Graded[], left: number, path: string, tray: Tray): Grading[] | Refusal {
  const wrong = given.findIndex(grading => !wholePieces(grading.quantity))
  if (wrong >= 0)
    return refuse('quantity_invalid', {
      path: `${path}[${wrong}].quantity`,
      sentence: 'Name a whole number of pieces, at least one.',
    })
  const sum = given.reduce((all, grading) => all + grading.quantity, 0)
  if (sum > left) {
    const sentence = `${sum} pieces were graded, but only ${left} of this count are not graded yet.`
    return refuse('grading_exceeds', { path, sentence, most: left, asked: sum })
  }
  return given.map(({ grade, quantity, note = null, media = [], inspector, at }) => ({
    grade,
    quantity,
    note,
    media,
    inspector: inspector ?? (tray.by.name || null),
    at: at ?? tray.at,
  }))
}
