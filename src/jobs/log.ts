/** Where jobs say what somebody should know; facts first, as the house's logger wants them. */
export type Log = Record<'info' | 'warn' | 'error', (facts: object, sentence: string) => void>
