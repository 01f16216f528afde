/** The frame of the few pages the house shows by itself: one heading, one column, nothing loaded from anywhere. */
import { createHash } from 'node:crypto'

export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, sign => `&#${sign.codePointAt(0)};`)

/** The source by which a content security policy lets exactly this style pass. */
export const styleSource = (style: string): string => `'sha256-${createHash('sha256').update(style).digest('base64')}'`

/** `title` is text; `style` and `main` stand as they are, so whoever hands them in has escaped what others said. */
export const htmlPage = ({
  title,
  style,
  main,
}: {
  title: string
  style: string
  main: string
}): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${main}
</main>
</body>
</html>
`
