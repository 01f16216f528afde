import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { extname } from 'node:path'
import { hear } from '../api/hear.ts'
import { type Fed, whole } from '../api/routes/products.ts'
import { COMPONENTS } from '../api/wire/components.ts'
import { CatalogueProductInput } from '../api/wire/product.ts'
import type { CatalogueProduct } from '../core/catalogue.ts'
import { type Currency, parseCurrency } from '../core/money.ts'
import { refused } from '../core/refusal.ts'
import { MOST_PRODUCTS, putProducts } from '../desk/products.ts'
import { ProblemError } from '../http/problem.ts'
import { ref } from '../http/schema.ts'
import { buildValidator } from '../http/validation.ts'
import { readLines } from '../imports/lines.ts'
import { type BadProduct, type ReadProduct, readProducts } from '../imports/products.ts'
import { openHouse } from '../open-house.ts'
import { type Command, CommandError, EXIT, type Input, text, UsageError } from './command.ts'
import { findOrg, findShop, operator } from './find-house.ts'

export const productsImport: Command = {
  name: 'products import',
  summary: 'Feed in what a shop sells, from a file',
  about:
    'Reads Shopify’s product export (CSV), and JSON lines with one article a line in the words of the API. New articles enter, known ones are replaced as a whole, all others stay, so running an import twice changes nothing. Articles that cannot be read are named by line and reason; those that are not sold at the moment are passed over. Prices have their tax inside. It works beside a running server.',
  takes: { name: 'FILE', required: true },
  options: {
    shop: {
      type: 'string',
      value: 'NAME',
      means: 'The shop, by name, number or id; may be left out when there is one',
    },
    org: { type: 'string', value: 'NAME', means: 'The organisation, by name or id; may be left out when there is one' },
    currency: { type: 'string', value: 'CODE', means: 'Of the prices in a CSV file', default: 'the shop’s' },
    'dry-run': { type: 'boolean', means: 'Only say what is wrong with the file' },
  },
  examples: [
    { line: 'backhaul products import products.csv', does: 'Into the only shop there is.' },
    { line: 'backhaul products import products.jsonl --shop Linnea', does: 'From a system of your own.' },
  ],
  exits: { [EXIT.partly]: 'some articles could not be read; the others were fed in' },

  async run(input) {
    const file = input.positionals[0] ?? ''
    const currency = currencyIn(text(input.values, 'currency'))
    await access(file).catch(() => {
      throw new CommandError(`${file} cannot be read.`)
    })
    const house = await openHouse(input.config, { migrate: false })
    try {
      const org = await findOrg(house.desk, text(input.values, 'org'))
      const shop = await findShop(house.desk, org.id, text(input.values, 'shop'))
      const keep = async (products: readonly CatalogueProduct[]): Promise<void> => {
        if (input.values['dry-run'] === true) return
        const kept = await putProducts(house.desk, operator(org.id), shop.id, products)
        if (refused(kept)) throw new CommandError(kept.detail.sentence ?? kept.code)
      }
      return await importAll(records(file, currency ?? shop.currency), keep, input)
    } finally {
      await house.close()
    }
  },
}

function currencyIn(named: string | undefined): Currency | null {
  const known = named === undefined ? null : parseCurrency(named.toUpperCase())
  if (named !== undefined && known === null)
    throw new UsageError(`--currency must be a code of ISO 4217 like EUR; it is ${JSON.stringify(named)}.`)
  return known
}

const records = (file: string, currency: Currency): AsyncGenerator<ReadProduct | BadProduct> =>
  /^\.(jsonl|ndjson|json)$/i.test(extname(file))
    ? readJsonLines(file)
    : readProducts(createReadStream(file), { currency })

/** Read by the API's own schema, so that both doors take the same articles. */
async function* readJsonLines(file: string): AsyncGenerator<ReadProduct | BadProduct> {
  const shared = Object.fromEntries(COMPONENTS.map(schema => [(schema as { $id?: string }).$id ?? '', schema]))
  const check = buildValidator(shared)({ schema: ref(CatalogueProductInput), httpPart: 'body' } as never)
  for await (const { line, text: raw } of readLines(createReadStream(file), { bytesRead: 0 })) {
    if (raw.trim() === '') continue
    const read = readArticle(raw, check)
    yield typeof read === 'string'
      ? { kind: 'bad', line, reason: read }
      : { kind: 'product', from: line, to: line, product: read }
  }
}

function readArticle(raw: string, check: (value: unknown) => unknown): CatalogueProduct | string {
  try {
    const value: unknown = JSON.parse(raw)
    const verdict = check(value) as { error?: Error }
    if (verdict.error) throw verdict.error
    return whole(hear<Fed>(CatalogueProductInput, value))
  } catch (fault) {
    if (fault instanceof ProblemError) {
      const [first] = fault.parts.errors ?? []
      return first ? `${first.path}: ${first.message}` : fault.message
    }
    return 'This line is no JSON.'
  }
}

async function importAll(
  all: AsyncGenerator<ReadProduct | BadProduct>,
  keep: (products: readonly CatalogueProduct[]) => Promise<void>,
  { out, values }: Input,
) {
  const sum = { kept: 0, bad: 0, passed: 0 }
  let waiting: CatalogueProduct[] = []
  const hand = async (): Promise<void> => {
    await keep(waiting)
    sum.kept += waiting.length
    waiting = []
    out.progress(`Articles: ${sum.kept}`)
  }
  for await (const one of all) {
    if (one.kind === 'product') waiting.push(one.product)
    else {
      sum[one.kind] += 1
      out.note(`Line ${one.line}: ${one.reason}`)
    }
    if (waiting.length === MOST_PRODUCTS) await hand()
  }
  if (waiting.length > 0) await hand()
  out.settle()
  const done = values['dry-run'] === true ? 'that can be fed in' : 'fed in'
  out.say(`Articles ${done}: ${sum.kept}. Not readable: ${sum.bad}. Not sold at the moment: ${sum.passed}.`)
  out.give(sum)
  return sum.bad > 0 ? EXIT.partly : EXIT.ok
}
