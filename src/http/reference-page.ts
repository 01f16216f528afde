/** The reference of the native API as a page to read and try: `/docs`. Works without internet. */
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import fastify from 'fastify'
import type { App } from './app.ts'

/** Fonts, proxies, figures and helpers from outside are all declined; the security policy would stop them anyway. */
const SETTINGS = {
  url: '/openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
  // The page’s own greys and its orange are too pale to read.
  customCss: `
.light-mode { --scalar-color-2: #4b4b4b; --scalar-color-3: #666; --scalar-color-orange: #b34700 }
.dark-mode { --scalar-color-2: #c3c3c3; --scalar-color-3: #a0a0a0 }
`,
}

/** Examples name the host the page was opened on. */
const START = `Scalar.createApiReference('#app', { ...${JSON.stringify(SETTINGS)}, baseServerURL: location.origin })\n`

const page = (title: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${title.replace(/[&<]/g, sign => `&#${sign.codePointAt(0)};`)}</title>
</head>
<body>
<div id="app"></div>
<noscript>This page needs JavaScript. The same reference for programs is at <a href="/openapi.json">/openapi.json</a>.</noscript>
<script src="/docs/reference.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`

/** Everything from our own origin. Styles may stand inline because the reference writes its own into the page. */
const OWN_ORIGIN_ONLY = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
    },
  },
}

/** Open the page. `describeApi` must have been called. */
export function showReference(app: App, title: string): void {
  const options = { schema: { hide: true }, helmet: OWN_ORIGIN_ONLY }
  app.get('/docs', options, async (_request, reply) => reply.type('text/html; charset=utf-8').send(page(title)))
  app.get('/docs/start.js', options, async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(START),
  )

  let script: Promise<Script> | undefined
  app.get('/docs/reference.js', options, async (request, reply) => {
    const { zipped, tag } = await (script ??= readScript())
    reply.headers({ etag: tag, 'cache-control': 'no-cache', vary: 'accept-encoding' })
    if (request.headers['if-none-match'] === tag) return reply.code(304).send()
    return reply.type('text/javascript; charset=utf-8').header('content-encoding', 'gzip').send(zipped)
  })
}

interface Script {
  zipped: Buffer
  tag: string
}

/**
 * The page's script lies inside its package as one text of almost four megabytes, reachable only through the package's
 * own route. It is taken out of there when first asked for, so an installation whose docs nobody opens never loads it.
 */
async function readScript(): Promise<Script> {
  const { default: reference } = await import('@scalar/fastify-api-reference')
  const shelf = fastify()
  await shelf.register(reference, { routePrefix: '/docs', configuration: { url: '/openapi.json' } })
  const { rawPayload, statusCode } = await shelf.inject('/docs/js/scalar.js')
  await shelf.close()
  if (statusCode !== 200) throw new Error(`The reference page's script was not found in its package (${statusCode})`)
  const tag = `"${createHash('sha256').update(rawPayload).digest('base64url').slice(0, 16)}"`
  return { zipped: await promisify(gzip)(rawPayload), tag }
}
