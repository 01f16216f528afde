/** get_return_list: the shop's returns, newest first, page by page. */

import type { FastifyRequest } from 'fastify'
import { refused } from '../../../core/refusal.ts'
import { numbered } from '../../../desk/numbered.ts'
import type { Client, DialectHouse } from '../../dialect.ts'
import type { Input } from '../door.ts'
import { isNo, type ShopeeNo, wrong } from '../errors.ts'
import { refusalOf } from '../refusals.ts'
import { sayRow } from '../say-list.ts'
import { requestFiles } from '../say-shared.ts'
import { settingsFor } from '../settings.ts'
import { whereIn } from './filters.ts'
import { sayingTo } from './saying-to.ts'
import { windowsIn } from './window.ts'

const USUAL_SIZE = 40
const LARGEST_SIZE = 100

export async function getReturnList(
  house: DialectHouse,
  client: Client,
  input: Input,
  request: FastifyRequest,
): Promise<object | ShopeeNo> {
  const page = pageIn(input, settingsFor(client.shop).first_page)
  if (isNo(page)) return page
  const windows = windowsIn(input, house.desk.now())
  if (isNo(windows)) return windows
  const where = whereIn(input)
  if (isNo(where)) return where
  const { created, updated } = windows
  const found = await numbered(
    house.desk,
    client.caller,
    {
      ...(where && { where }),
      ...(created && { createdFrom: created.from, createdBefore: created.before }),
      ...(updated && { updatedFrom: updated.from, updatedBefore: updated.before }),
    },
    page,
  )
  if (refused(found)) return refusalOf('get_return_list', found)
  const to = await sayingTo(
    house,
    client,
    request,
    found.rows.flatMap(({ ret }) => requestFiles(ret)),
  )
  return { more: found.more, return: found.rows.map(seen => sayRow(seen, to)) }
}

/** Pages count from zero unless the shop says otherwise; a size that is left out or 0 is forty. */
function pageIn(input: Input, first: 0 | 1): { page: number; size: number } | ShopeeNo {
  const page = wholeIn(input, 'page_no', 1_000_000_000)
  if (isNo(page)) return page
  const size = wholeIn(input, 'page_size', LARGEST_SIZE)
  if (isNo(size)) return size
  return { page: Math.max(0, page - first), size: size || USUAL_SIZE }
}

function wholeIn(input: Input, name: string, most: number): number | ShopeeNo {
  const text = input[name] ?? ''
  if (text === '') return 0
  return typeof text === 'string' && /^\d{1,10}$/.test(text) && Number(text) <= most
    ? Number(text)
    : wrong(`invalid ${name}`)
}
