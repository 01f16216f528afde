/** One return, asked about in every language by those who may, those who may not, and those who cannot spell. */
import { expect } from 'vitest'
import type { Seen } from '../../src/desk/look.ts'
import { openFourLanguages } from './four-languages.ts'
import type { Heard, Language } from './languages.ts'
import { CHANGING, READING } from './platform-calls.ts'

/** A house with a return that is approved and has a parcel under way and a drop-off, so that every call has something to be about. */
export async function openEverywhere() {
  const kit = await openFourLanguages({ bench: 'arbiter', compensation: true })
  const bought = await kit.order({
    lines: [{ externalId: '405', title: 'Shirt', sku: 'SHIRT-M', quantity: 2, unitPrice: { amountMinor: 5000 } }],
    fulfilments: [{ externalId: '2201', lines: [{ line: '405', quantity: 2 }], deliveredAt: kit.desk.now() }],
  })
  const filed = await kit.file(bought)
  await kit.act(filed, { verb: 'approve' })
  await kit.act(filed, { verb: 'ship', carrier: { slug: 'dhl' }, trackingNumber: 'T1' }, 'shopper')
  await kit.act(filed, { verb: 'book', provider: 'happy_returns', number: 'HR1' }, 'system')
  const now = () => kit.seen(filed)
  return {
    ...kit,
    bought,
    now,
    version: async () => (await now()).ret.version,
    /** The same return of the same order under names nobody was given. */
    nobody: async (): Promise<Seen> => {
      const seen = await now()
      const unknown = { id: 'ffffffff-ffff-7fff-8fff-ffffffffffff', serial: 999_999, number: 'ZZZZZZZZ' }
      const refs = { ...seen.order.refs, externalId: '999999999' }
      return { ...seen, ret: { ...seen.ret, ...unknown } as Seen['ret'], order: { ...seen.order, refs } }
    },
  }
}

export const EVERY_CALL = Object.entries({ ...READING, ...CHANGING })
export const EVERY_READING = Object.entries(READING)
export const EVERY_CHANGE = Object.entries(CHANGING)

/** Each platform's own no, by its shape. */
const OWN_NO: Record<Language, (heard: Heard) => void> = {
  shopee({ json }) {
    const said = { request_id: expect.any(String), error: expect.stringMatching(/\S/), message: expect.any(String) }
    expect(json).toMatchObject(said)
    expect(json.response ?? {}).toEqual({})
  },
  aftership({ json, status }) {
    const meta = { code: expect.any(Number), type: expect.any(String), message: expect.any(String) }
    expect(json).toMatchObject({ meta })
    expect(String(json.meta.code).startsWith(String(status))).toBe(true)
  },
  older_aftership: heard => OWN_NO.aftership(heard),
  shopflix: ({ json }) => expect(json).toEqual({ message: expect.stringMatching(/\S/) }),
  shopline({ json, headers }) {
    expect(json).toEqual({ errors: expect.stringMatching(/\S/) })
    expect(headers.traceid).toMatch(/^[0-9a-f]{32}$/)
  },
}

export const saysNo = ({ status, json }: Heard): boolean => status >= 400 || (json?.error ?? '') !== ''

/** Whatever it was, it is no fault of ours, and when it is a no it is said as the platform says it. */
export function wellSaid(language: Language, heard: Heard, what: string): void {
  expect(heard.status, `${what}: ${heard.text}`).toBeLessThan(500)
  expect(heard.text, what).not.toMatch(/urn:backhaul|node_modules|\.ts:\d/)
  if (saysNo(heard)) OWN_NO[language](heard)
}

export function ownNo(language: Language, heard: Heard, what: string): void {
  expect(saysNo(heard), `${what} was taken: ${heard.text}`).toBe(true)
  wellSaid(language, heard, what)
}

/** An answer without the names it was asked by and the number of the request, in which two that mean the same differ. */
export const withoutNames = ({ text }: Heard, names: Readonly<Record<string, unknown>> = {}): string =>
  Object.values(names)
    .map(String)
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, name) => left.replaceAll(name, 'NAME'), text)
    .replaceAll(/"request_id":"[^"]*"/g, '')
