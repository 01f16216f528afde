/** Does something for each of a list, only so many at a time. The first fault is thrown when those under way have ended; the rest is not begun. */
export async function atMost<T>(many: number, list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const waiting = list.values()
  let failed = false
  const hand = async (): Promise<void> => {
    for (const one of waiting) {
      if (failed) return
      await work(one).catch((fault: unknown) => {
        failed = true
        throw fault
      })
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: Math.min(many, list.length) }, hand))
  const broken = ends.find(end => end.status === 'rejected')
  if (broken) throw broken.reason
}
