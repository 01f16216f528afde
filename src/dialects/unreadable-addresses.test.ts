/** Addresses that cannot even be read are refused in the language they were sent to. */
import { expect, test } from 'vitest'
import { openDialectKit } from '../../test/kit/dialect.ts'

const { send } = await openDialectKit()
const LONG = 'a'.repeat(600)

test.each([
  ['/api/v2/returns/%ZZ', /^\{"(?:request_id|error)/],
  ['/shopee/api/v2/returns/%ZZ', /^\{"(?:request_id|error)/],
  ['/returns/2025-07/returns/%ZZ', /^\{"meta"/],
  [`/returns/2025-07/returns/${LONG}`, /^\{"meta"/],
  ['/returnscenter/v2/returns/%ZZ', /^\{"meta"/],
  ['/api/returns/%ZZ', /^\{"message"/],
  [`/api/returns/${LONG}`, /^\{"message"/],
  ['/admin/openapi/v20260301/return/%ZZ/close.json', /^\{"errors"/],
])('%.60s', async (url, shape) => {
  const { reply } = await send({ url })
  expect(reply.body).toMatch(shape)
  // What cannot be read is the module's matter with Shopee, and travels with 200 and an error.
  expect(reply.status < 500 && (reply.status >= 400 || JSON.parse(reply.body).error !== '')).toBe(true)
})
