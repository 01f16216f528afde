/** The words by which a consumer withdraws, as they stand on the page and are kept. */
import type { Statement } from '../core/withdrawal.ts'
import type { Speak } from './texts/speak.ts'

export function declaration(say: Speak, name: string, number: string, scope: Statement['scope']): string {
  if (scope.kind === 'whole') return say('withdraw.words.whole', { name, number })
  const what =
    scope.kind === 'part'
      ? scope.text
      : scope.pieces.map(({ quantity, title }) => say('withdraw.words.piece', { quantity, title })).join(', ')
  return say('withdraw.words.part', { name, number, what })
}
