/** Where the sandbox takes ids, codes and secrets from: real chance, or a fixed row of numbers, so that two sandboxes of one seed are alike. */
import { createHash, randomBytes } from 'node:crypto'
import type { Rma } from '../core/ids.ts'
import { freshId, freshRma } from '../desk/ids.ts'

export type Chance = {
  id: <I extends string>() => I
  rma: () => Rma
  /** Bytes for a secret. */
  bytes: (count: number) => Buffer
  /** A row of its own for one piece of work, so that pieces done at the same time do not take from each other. */
  branch: (name: string) => Chance
}

export const realChance: Chance = { id: freshId, rma: freshRma, bytes: randomBytes, branch: () => realChance }

/** Before any order of the sandbox, so that ids made later by the clock stand behind these. */
const FIRST_MS = Date.UTC(2024, 0, 1)
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** SHA-256 over the seed and a count. Never for a house with real goods in it: who knows the seed knows every key. */
export function seededChance(seed: number, name = ''): Chance {
  const taken = { id: 0, rma: 0, bytes: 0 }
  const next = (what: keyof typeof taken): Buffer =>
    createHash('sha256')
      .update(JSON.stringify([seed, name, what, taken[what]++]))
      .digest()
  return {
    id: <I extends string>() => {
      const time = (FIRST_MS + taken.id).toString(16).padStart(12, '0')
      const hex = next('id').toString('hex')
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}` as I
    },
    rma: () => [...next('rma').subarray(0, 8)].map(byte => LETTERS[byte % LETTERS.length]).join('') as Rma,
    bytes: count =>
      Buffer.concat(Array.from({ length: Math.ceil(count / 32) }, () => next('bytes'))).subarray(0, count),
    branch: branch => seededChance(seed, `${name}/${branch}`),
  }
}
