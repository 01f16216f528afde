/** Hearing a form with one file in it: a photo and what is said about it. */
import multipart from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import type { App } from './app.ts'
import { textTrouble } from './plain-text.ts'
import { fieldProblem, ProblemError } from './problem.ts'

/** The file as it came: name and type are the sender's claims, not to be believed. */
export interface Upload {
  file: { bytes: Buffer; name: string; claimedType: string }
  fields: Record<string, string>
}

const MOST_FIELDS = 20
const LONGEST_FIELD_BYTES = 16 * 1024

/** Let this door hear multipart forms with one file of at most so many bytes. */
export async function acceptUploads(app: App, { maxFileBytes }: { maxFileBytes: number }): Promise<void> {
  await app.register(multipart, {
    limits: {
      files: 1,
      fileSize: maxFileBytes,
      fields: MOST_FIELDS,
      parts: MOST_FIELDS + 1,
      fieldSize: LONGEST_FIELD_BYTES,
      fieldNameSize: 100,
      headerPairs: 20,
    },
  })
}

/** Read the form whole, or throw the problem that says which part of it is wrong. The file stands in `fieldName`. */
export async function readUpload(request: FastifyRequest, fieldName = 'file'): Promise<Upload> {
  if (!request.isMultipart()) throw NOT_A_FORM
  try {
    return await readParts(request, fieldName)
  } catch (fault) {
    // The parser of forms throws bare errors for broken ones; everything known carries a status.
    throw (fault as { statusCode?: number }).statusCode ? fault : BROKEN_FORM
  }
}

async function readParts(request: FastifyRequest, fieldName: string): Promise<Upload> {
  const fields: Record<string, string> = Object.create(null)
  let file: Upload['file'] | undefined
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      if (part.fieldname !== fieldName) throw unknownFile(part.fieldname, fieldName)
      file = { bytes: await part.toBuffer(), name: lastSegment(part.filename), claimedType: part.mimetype }
    } else fields[part.fieldname] = readField(part.fieldname, String(part.value), part.valueTruncated)
  }
  if (!file) throw missingFile(fieldName)
  return { file, fields }
}

function readField(name: string, value: string, isCut: boolean): string {
  const trouble = isCut ? { code: 'too_long', message: 'Is too long. Shorten it.' } : textTrouble(value)
  if (trouble) throw fieldProblem({ in: 'body', path: name, ...trouble })
  return value
}

/** Some browsers send a whole path; only its end is a name. */
function lastSegment(name: string | undefined): string {
  return (name ?? '').split(/[/\\]/).at(-1)?.replaceAll('\0', '').toWellFormed().slice(0, 255) ?? ''
}

const NOT_A_FORM = new ProblemError({
  status: 415,
  code: 'unsupported_media_type',
  detail: 'A file is expected here. Send a multipart/form-data form.',
})

const BROKEN_FORM = new ProblemError({
  status: 400,
  code: 'malformed_form',
  detail: 'The form is damaged or breaks off. Send it again.',
})

function missingFile(path: string): ProblemError {
  return fieldProblem({ in: 'body', path, code: 'required', message: 'The file is missing. Add it to the form.' })
}

function unknownFile(path: string, expected: string): ProblemError {
  return fieldProblem({
    in: 'body',
    path,
    code: 'unknown_field',
    message: `No file is expected here. Name it ${expected}.`,
  })
}
