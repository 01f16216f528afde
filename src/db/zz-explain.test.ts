import { expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import { query } from './pool.ts'
import { listReturns } from './return-lists.ts'
const kit = await openKit()
test('x', async () => {
  const ret = await kit.file(await kit.order(), 1)
  const { desk } = kit
  await query(desk.db, { text: `insert into returns select org_id, gen_random_uuid(), shop_id, order_id, null, serial + n, 'R' || n, version, created_at + n * interval '1 minute', updated_at + n * interval '2 minutes', case when n % 3 = 0 then due_at + n * interval '1 minute' end,
    chr(97 + n % 6) || chr(97 + n % 5) || substr(tuple, 3), request, negotiation, dispute, evidence, compensation, transit, onward, receiving, settlement, handling, kind, inspector, lane, terms, doc from returns, generate_series(1, 20000) n`, prepare: false })
  await query(desk.db, { text: `truncate tallies`, prepare: false })
  await query(desk.db, { text: `insert into tallies select org_id, shop_id, tuple, created_at::date, 0, count(*) from returns group by 1,2,3,4`, prepare: false })
  if (!process.env.NOANALYZE) await query(desk.db, { text: `analyze`, prepare: false })
  for (const mode of ['force_custom_plan', 'force_generic_plan']) for (const finding of [{}, { where: { request: ['approved', 'submitted'] } }, { sort: 'updated_at', where: { negotiation: ['none'] } }, { sort: 'due_at' }, { sort: 'due_at', where: { request: ['approved'] } }, { text: 'maja' }, { orders: [ret.order] }] as never[]) {
    const spy: any = { query: async (st: any) => {
      const client = await desk.db.connect()
      try {
        await client.query(`set plan_cache_mode = ${mode}`)
        await client.query('set statement_timeout = 10000')
        const lit = (v: any): string => v === null ? 'null' : Array.isArray(v) ? `array[${v.map(lit).join(',')}]` : `'${String(v).replaceAll("'", "''")}'`
        await client.query(`prepare p as ${st.text}`)
        const { rows } = await client.query(`explain (analyze, buffers off, timing off) execute p(${st.values.map((v: any) => Array.isArray(v) ? lit(v) + (/-.*-.*-.*-/.test(v[0]) ? '::uuid[]' : '::text[]') : lit(v)).join(',')})`)
        console.log(mode, JSON.stringify(finding), '\n' + rows.map((r: any) => r['QUERY PLAN']).join('\n'))
      } finally { client.release(true) }
      return { rows: [] }
    } }
    await listReturns(spy, kit.org, { shops: [kit.shop.id], limit: 21, ...(finding as object) })
  }
  expect(ret).toBeDefined()
})
