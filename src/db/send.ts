/**
 * Lets a statement of a transaction travel without waiting for its answer. Should it fail, the transaction as a whole fails with it; here its
 * failure only must not stay unheard, because a rejection that nobody hears ends the process.
 */
export function send(answer: Promise<unknown>): void {
  answer.catch(() => {})
}
