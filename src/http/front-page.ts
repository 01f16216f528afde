/** What somebody sees who opens the bare address in a browser: what runs here, and where to go on. */
import type { App } from './app.ts'
import { escaped, htmlPage, styleSource } from './page.ts'

export type Signpost = { title: string; version: string; links: { href: string; name: string; about: string }[] }

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 0; min-height: 100vh; display: grid; place-items: center }
main { max-width: 34rem; padding: 2rem 1.5rem }
h1 { font-size: 1.75rem; margin: 0 }
p { margin: .5rem 0 1.5rem }
ul { list-style: none; margin: 0; padding: 0 }
li { padding: .75rem 0; border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent) }
a { font-weight: 600; color: LinkText }
small { opacity: .75 }
`

const OWN_STYLE_ONLY = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: [styleSource(STYLE)],
      imgSrc: ['data:'],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
    },
  },
}

const page = ({ title, version, links }: Signpost): string =>
  htmlPage({
    title,
    style: STYLE,
    main: `<p>Returns management, running here. <small>Version ${escaped(version)}</small></p>
<ul>
${links.map(({ href, name, about }) => `<li><a href="${escaped(href)}">${escaped(name)}</a><br>${escaped(about)}</li>`).join('\n')}
</ul>`,
  })

export function showFrontPage(app: App, signpost: Signpost): void {
  const text = page(signpost)
  app.get('/', { schema: { hide: true }, helmet: OWN_STYLE_ONLY }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(text),
  )
}
