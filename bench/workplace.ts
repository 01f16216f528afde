/** Everything that was opened to measure something, so that it is closed again however that ends. */
import { type House, type HouseOptions, openHouse } from './house.ts'
import { openReceiver, type Receiver } from './receiver.ts'
import type { Report } from './report.ts'

export type Bench = { report: Report; place: Workplace; quick: boolean }

export class Workplace {
  readonly #open: { close: () => Promise<void> }[] = []

  house(options: HouseOptions = {}): Promise<House> {
    return this.keep(openHouse(options))
  }

  receiver(): Promise<Receiver> {
    return this.keep(openReceiver())
  }

  async keep<T extends { close: () => Promise<void> }>(opening: Promise<T>): Promise<T> {
    const opened = await opening
    this.#open.push(opened)
    return opened
  }

  /** The last first: a server stands on its database. */
  async clear(): Promise<void> {
    for (let last = this.#open.pop(); last !== undefined; last = this.#open.pop()) await last.close()
  }
}
