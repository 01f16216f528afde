/** Photos of what comes back, kept before they are named in a request or shown with a return. */
import Type from 'typebox'
import { keepPhoto } from '../../desk/photos.ts'
import type { App } from '../../http/app.ts'
import { acceptUploads, readUpload } from '../../http/multipart.ts'
import { checkBody } from '../check-body.ts'
import { answer, changing, type Door, linksFor } from '../door.ts'
import { said } from '../said.ts'
import { answeredTo, bySession, keyedIn } from '../shopper-door.ts'
import { KeptFile } from '../wire/house.ts'

/** The largest film a telephone makes in half a minute. */
const MOST_BYTES = 50 * 1024 * 1024
const ANY_BYTES: Parameters<typeof checkBody>[1] = () => value => ({ value })

/** In a scope of its own, which hears bytes. */
export async function shopperPhotoRoutes(app: App, door: Door): Promise<void> {
  await acceptUploads(app, { maxFileBytes: MOST_BYTES })
  app.addContentTypeParser(/^(?:image|video)\//, { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) =>
    done(null, body),
  )
  app.post(
    '/v1/shopper/photos',
    { ...keeping, bodyLimit: MOST_BYTES, validatorCompiler: checkBody(app, ANY_BYTES) },
    async (request, reply) => {
      const bytes = Buffer.isBuffer(request.body) ? request.body : (await readUpload(request)).file.bytes
      const { shop } = request.shopper.session
      const kept = await keepPhoto(door.desk, request.apiCaller, shop, bytes, keyedIn(request))
      return answeredTo(door.desk, reply, kept, ({ org: _org, sha256: _hash, ...file }) => {
        reply.code(201)
        return { ...(said(file) as object), ...linksFor(door, request)(file.id) }
      })
    },
  )
}

const keeping = bySession(
  changing('Shopper', {
    operationId: 'keepShopperPhoto',
    summary: 'Keep a photo or film',
    description:
      'A `multipart/form-data` form with the file in `file`, or the bytes themselves as `image/*` or `video/*`. Name the id under `media`. What is named nowhere goes after a month.',
    body: {
      content: {
        'multipart/form-data': {
          schema: Type.Object(
            {
              file: Type.String({
                contentMediaType: 'application/octet-stream',
                description: 'The photo or film.',
                examples: ['shirt.jpg'],
              }),
            },
            { description: 'A form with one file.' },
          ),
        },
        'image/jpeg': {
          schema: Type.String({ contentMediaType: 'image/jpeg', description: 'The bytes.', examples: ['…'] }),
        },
      },
    },
    response: { 201: answer(KeptFile, 'The file.') },
  }),
)
