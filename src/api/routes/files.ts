/** Photos and films: kept with a key, opened with a signed link. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { FileId, OrgId, ShopId } from '../../core/ids.ts'
import { type Refusal, refused } from '../../core/refusal.ts'
import { keepPhoto, openPhoto, VARIANTS, type Variant } from '../../desk/photos.ts'
import type { App } from '../../http/app.ts'
import { acceptUploads, readUpload } from '../../http/multipart.ts'
import { sendProblem } from '../../http/problem.ts'
import { exactly } from '../../http/schema.ts'
import { checkBody } from '../check-body.ts'
import { answer, answered, changing, type Door, keyed, linksFor, reading, refusal } from '../door.ts'
import { said } from '../said.ts'
import { id, word } from '../wire/fields.ts'
import { KeptFile } from '../wire/house.ts'

const TAG = 'Files'
/** The largest film a telephone makes in half a minute. */
const MOST_BYTES = 50 * 1024 * 1024

/** Behind the sign-in. */
export async function uploadRoutes(app: App, door: Door): Promise<void> {
  await acceptUploads(app, { maxFileBytes: MOST_BYTES })
  app.addContentTypeParser(/^(?:image|video)\//, { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) =>
    done(null, body),
  )
  app.post(
    '/v1/shops/:shop/files',
    { ...keeping, bodyLimit: MOST_BYTES, validatorCompiler: checkBody(app, ANY_BYTES) },
    async (request, reply) => {
      const bytes = Buffer.isBuffer(request.body) ? request.body : (await readUpload(request)).file.bytes
      const { shop } = request.params as { shop: string }
      return answered(
        reply,
        await keepPhoto(door.desk, request.apiCaller, shop.toLowerCase() as ShopId, bytes, keyed(request)),
        file => (reply.code(201), sayFile(file, door, request)),
      )
    },
  )
}

/** Outside of it: whoever holds the link may look. */
export function fileRoutes(app: App, door: Door): void {
  app.get('/v1/files/:id/:variant', opening, (request, reply) => open(door, request, reply))
}

const form = Type.Object(
  {
    file: Type.String({
      contentMediaType: 'application/octet-stream',
      description: 'The photo or film.',
      examples: ['shirt.jpg'],
    }),
  },
  { description: 'A form with one file.' },
)

const keeping = changing(TAG, {
  operationId: 'keepFile',
  summary: 'Keep a photo or film',
  description:
    'Send a `multipart/form-data` form with the file in `file`, or the bytes themselves as `image/*` or `video/*`. JPEG, PNG, WebP, HEIC where supported, MP4 and QuickTime. Photos are written anew, so that neither place nor camera is kept. Name the id under `media` in commands.',
  params: exactly({ shop: id('The shop.') }),
  body: {
    content: {
      'multipart/form-data': { schema: form },
      'image/jpeg': {
        schema: Type.String({ contentMediaType: 'image/jpeg', description: 'The bytes.', examples: ['…'] }),
      },
    },
  },
  response: { 201: answer(KeptFile, 'The file.') },
})

const opening = {
  schema: {
    ...reading(TAG, {
      operationId: 'openFile',
      summary: 'Open a kept file',
      description: 'Only with a signed link as it stands in answers; links end after about a day. No key is needed.',
      params: exactly({ id: id('The file.'), variant: word(VARIANTS, 'The whole picture, or a small one.') }),
      response: { 200: Type.String({ contentMediaType: 'image/*', description: 'The bytes.', examples: ['…'] }) },
    }).schema,
    security: [],
  },
}

type Kept = Exclude<Awaited<ReturnType<typeof keepPhoto>>, Refusal>

const sayFile = ({ org: _, sha256: _hash, ...file }: Kept, door: Door, request: FastifyRequest) => ({
  ...(said(file) as object),
  ...linksFor(door, request)(file.id),
})

async function open(door: Door, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const verdict = door.links.check(request.url)
  if (!verdict.ok) {
    const detail =
      verdict.code === 'link_expired'
        ? 'This link has ended; read the return again for a fresh one.'
        : 'This link was not made here, or was changed on the way.'
    return sendProblem(reply, { status: 403, code: verdict.code, detail })
  }
  const { id: file, variant } = request.params as { id: string; variant: Variant }
  const opened = await openPhoto(
    door.desk,
    (request.query as { organization: string }).organization as OrgId,
    file as FileId,
    variant,
  )
  if (refused(opened)) return refusal(reply, opened)
  return reply
    .headers({
      'content-type': opened.contentType,
      'content-length': opened.size,
      'cache-control': 'private, max-age=3600, immutable',
      'cross-origin-resource-policy': 'cross-origin',
    })
    .send(opened.stream)
}

/** The body is bytes, which no schema can hold against anything. */
const ANY_BYTES: Parameters<typeof checkBody>[1] = () => value => ({ value })
