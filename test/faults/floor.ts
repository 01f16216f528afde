/** An installation at work: server, worker and database as real processes, people who write, and somebody who is told. */
import { audit, type Books } from '../crash/books.ts'
import { dice, freePort, type Place, register, type Seeded, seed, settle, withDatabase } from '../crash/ground.ts'
import { type Installation, installation } from '../crash/processes.ts'
import { openReceiver, type Receiver } from '../crash/receiver.ts'
import { type Crew, hire } from '../crash/writers.ts'

export type Floor = Seeded & {
  place: Place
  house: Installation
  receiver: Receiver
  crew: Crew
  /** Lets people work as long as something lasts. */
  working<T>(during: () => Promise<T>): Promise<T>
  /** Brings everything to its end and looks into the books. */
  look(): Promise<{ books: Books; wrong: string[] }>
  close(): Promise<void>
}

export async function openFloor(
  place: Place,
  { seed: number, orders = 60, endings, more = {} }: FloorOptions,
): Promise<Floor> {
  const seeded = await seed(place, orders, endings)
  const receiver = await openReceiver(dice(number + 7))
  const house = installation(place, await freePort(), { BACKHAUL_DRAIN_SECONDS: '2', ...more })
  const close = async () => {
    await house.stop()
    await receiver.close()
  }
  try {
    await house.raise()
    await register(house.url, seeded.keys, receiver)
  } catch (fault) {
    await close()
    throw fault
  }
  const crew = hire(house.urls, seeded.keys, seeded.orders, dice(number))
  return {
    ...seeded,
    place,
    house,
    receiver,
    crew,
    async working(during) {
      const stop = new AbortController()
      const work = crew.work(stop.signal)
      try {
        return await during()
      } finally {
        stop.abort()
        await work
      }
    },
    async look() {
      receiver.behave()
      for (let attempt = 0; crew.unanswered() > 0 && attempt < 60; attempt++) await crew.work(AbortSignal.timeout(300))
      await settle(place)
      const books = await withDatabase(place, db => audit(db, place.folder, crew.acknowledged))
      return { books, wrong: [...books.trouble, ...leftOpen(books, receiver), ...unanswered(crew)] }
    },
    close,
  }
}

type FloorOptions = { seed: number; orders?: number; endings?: readonly number[]; more?: Record<string, string> }

function leftOpen(books: Books, receiver: Receiver): string[] {
  const untold = books.events.filter(id => !receiver.heard.has(id))
  return [
    ...(untold.length > 0 ? [`${untold.length} events were never told, the first is ${untold[0]}.`] : []),
    ...(receiver.forged > 0 ? [`${receiver.forged} messages came with a wrong signature.`] : []),
    ...(books.openPayouts > 0 ? [`${books.openPayouts} payouts are still open although nothing is left to do.`] : []),
  ]
}

const unanswered = (crew: Crew): string[] =>
  crew.unanswered() > 0 ? [`${crew.unanswered()} requests never got an answer.`] : []
