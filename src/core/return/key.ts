/** The key under which the same thing said twice happens once. */
import { type Refusal, refuse } from '../refusal.ts'

export const keyRefused = (key: string): Refusal | null =>
  /^\P{C}{1,200}$/u.test(key)
    ? null
    : refuse('invalid', { path: 'key', sentence: 'A key has 1 to 200 visible characters.' })

export const keyReused = (key: string): Refusal =>
  refuse('key_reused', {
    path: 'key',
    sentence: 'This key stands for something else already; take a new one for a new fact.',
    key,
  })
