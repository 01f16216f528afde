/** The reference of the native API, made from the schemas that validate: `/openapi.json`. */
import swagger from '@fastify/swagger'
import type { TSchema } from 'typebox'
import type { App } from './app.ts'
import { FieldError, Problem } from './problem.ts'

/** Chapters stand in the order of `chapters`; each holds tags, with a sentence about every one of them. */
export interface ApiDescription {
  title: string
  version: string
  description: string
  chapters?: { name: string; tags: { name: string; description: string }[] }[]
  /** Requests that are sent rather than taken, by name. */
  webhooks?: Record<string, object>
}

const KEY = 'An API key, sent as `Authorization: Bearer …`. What it sees and may do hangs on its role and its scopes.'

const SESSION =
  'What a shopper has proved: the `token` of a session, sent as `Authorization: Bearer …`. It opens its orders and nothing else.'

/**
 * Describe every route registered from here on (a route with `schema: { hide: true }` stays out). Named schemas come
 * first: they stand once under `components/schemas` by their `$id`, and routes point to them with `ref`.
 */
export async function describeApi(
  app: App,
  { title, version, description, chapters = [], webhooks = {} }: ApiDescription,
  named: TSchema[] = [],
): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, version, description },
      servers: [{ url: '/', description: 'This installation.' }],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: KEY },
          session: { type: 'http', scheme: 'bearer', description: SESSION },
        },
      },
      security: [{ bearer: [] }],
      webhooks,
      tags: chapters.flatMap(({ tags }) => tags),
      'x-tagGroups': chapters.map(({ name, tags }) => ({ name, tags: tags.map(tag => tag.name) })),
    } as never,
    convertConstToEnum: false,
    refResolver: {
      buildLocalReference: ({ $id }, _base, _fragment, index) => (typeof $id === 'string' ? $id : `Schema${index}`),
    },
  })
  for (const schema of [FieldError, Problem, ...named]) app.addSchema(schema)
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('cache-control', 'no-cache').send(app.swagger()),
  )
}
