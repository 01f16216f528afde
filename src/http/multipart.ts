/** Hearing a form with files in it: a photo, or a few, and what is said about them. */
import multipart from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import type { App } from './app.ts'
import { textTrouble } from './plain-text.ts'
import { fieldProblem, ProblemError } from './problem.ts'

/** The file as it came: name and type are the sender's claims, not to be believed. */
export type UploadedFile = { bytes: Buffer; name: string; claimedType: string }

export interface Uploads {
  files: UploadedFile[]
  fields: Record<string, string>
}

export interface Upload extends Pick<Uploads, 'fields'> {
  file: UploadedFile
}

const MOST_FIELDS = 20
const LONGEST_FIELD_BYTES = 16 * 1024

type FormLimits = { maxFileBytes: number; maxFiles?: number }

/** Let this door hear multipart forms with one file, or some, of at most so many bytes. */
export async function acceptUploads(app: App, { maxFileBytes, maxFiles = 1 }: FormLimits): Promise<void> {
  await app.register(multipart, {
    limits: {
      files: maxFiles,
      fileSize: maxFileBytes,
      fields: MOST_FIELDS,
      parts: MOST_FIELDS + maxFiles,
      fieldSize: LONGEST_FIELD_BYTES,
      fieldNameSize: 100,
      headerPairs: 20,
    },
  })
}

/** Read the form whole, or throw the problem that says which part of it is wrong. The file stands in `fieldName`. */
export async function readUpload(request: FastifyRequest, fieldName = 'file'): Promise<Upload> {
  const { files, fields } = await readUploads(request, fieldName)
  const [file] = files
  if (!file) throw missingFile(fieldName)
  return { file, fields }
}

/** The same for a form with several files, or none. Of files beyond `most` nothing is kept. */
export async function readUploads(request: FastifyRequest, fieldName: string, most = 1): Promise<Uploads> {
  if (!request.isMultipart()) throw NOT_A_FORM
  try {
    return await readParts(request, fieldName, most)
  } catch (fault) {
    // The parser of forms throws bare errors for broken ones; everything known carries a status.
    throw (fault as { statusCode?: number }).statusCode ? fault : BROKEN_FORM
  }
}

async function readParts(request: FastifyRequest, fieldName: string, most: number): Promise<Uploads> {
  const fields: Record<string, string> = Object.create(null)
  const files: UploadedFile[] = []
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      if (part.fieldname !== fieldName) throw unknownFile(part.fieldname, fieldName)
      if (files.length === most) part.file.resume()
      else files.push({ bytes: await part.toBuffer(), name: lastSegment(part.filename), claimedType: part.mimetype })
    } else fields[part.fieldname] = readField(part.fieldname, String(part.value), part.valueTruncated)
  }
  return { files, fields }
}

/** One file of a form that is heard part by part. `bytes` is null when it is larger than may be. */
export type HeardFile = { field: string; name: string; bytes: Buffer | null }

type PartLimits = { maxFileBytes: number; maxFields: number }

/** More files than anybody has a use for in one form: what comes after is a flood. */
const MOST_PARTS = 200

/**
 * Hears a form file by file: `take` is done with one before the next is read, so that no more than one of them is in memory, and one that is too large is
 * told apart from the others. Fields that were left empty of files are passed over.
 */
export async function hearForm(
  request: FastifyRequest,
  { maxFileBytes, maxFields }: PartLimits,
  take: (file: HeardFile) => Promise<void>,
): Promise<Record<string, string>> {
  if (!request.isMultipart()) throw NOT_A_FORM
  const limits = { fileSize: maxFileBytes, files: MOST_PARTS, fields: maxFields, parts: MOST_PARTS + maxFields }
  const fields: Record<string, string> = Object.create(null)
  let taking = false
  try {
    for await (const part of request.parts({ limits, throwFileSizeLimit: false } as { limits: typeof limits })) {
      if (part.type !== 'file')
        fields[part.fieldname] = readField(part.fieldname, String(part.value), part.valueTruncated)
      else if (part.filename) {
        const file = { field: part.fieldname, name: lastSegment(part.filename), ...(await readFile(part.file)) }
        taking = true
        await take(file)
        taking = false
      } else part.file.resume()
    }
  } catch (fault) {
    // What went wrong with a file that was read is not the form's fault.
    throw taking || (fault as { statusCode?: number }).statusCode ? fault : BROKEN_FORM
  }
  return fields
}

async function readFile(file: AsyncIterable<Buffer> & { truncated: boolean }): Promise<{ bytes: Buffer | null }> {
  const chunks: Buffer[] = []
  for await (const chunk of file) {
    if (file.truncated) chunks.length = 0
    else chunks.push(chunk)
  }
  return { bytes: file.truncated ? null : Buffer.concat(chunks) }
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
