/** Everything that was opened to measure something, so that it is closed again however that ends. */
import { type House, type HouseOptions, openHouse } from './house.ts'
import { openReceiver, type Receiver } from './receiver.ts'
import type { Report } from './report.ts'

export type Bench = { report: Report; place: Workplace; quick: boolean }

type Closable = { close: () => Promise<void> }

export class Workplace {
  #open: Promise<Closable>[] = []
  #clearing = Promise.resolve()
  #isLeft = false

  house(options: HouseOptions = {}): Promise<House> {
    return this.keep(openHouse(options))
  }

  receiver(): Promise<Receiver> {
    return this.keep(openReceiver())
  }

  /** Noted from the moment it begins to open. Whoever opens something in a place that was left waits for ever, since the process is about to end. */
  async keep<T extends Closable>(opening: Promise<T>): Promise<T> {
    this.#open.push(opening)
    const opened = await opening
    return this.#isLeft ? new Promise(() => {}) : opened
  }

  /** The last first: a server stands on its database. */
  clear(): Promise<void> {
    this.#clearing = this.#clearing.then(async () => {
      for (let last = this.#open.pop(); last !== undefined; last = this.#open.pop())
        await last.then(opened => opened.close()).catch((fault: Error) => console.error(fault.message))
    })
    return this.#clearing
  }

  /** For good, also in the middle of something. */
  leave(): Promise<void> {
    this.#isLeft = true
    return this.clear()
  }
}
