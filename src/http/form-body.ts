/** Takes forms off the wire within limits; `@fastify/formbody`'s and `@fastify/multipart`'s only home. */
import formBody from '@fastify/formbody'
import multipart, { type MultipartFile, type MultipartValue } from '@fastify/multipart'
import type { FormEntry } from './form.ts'
import type { HttpApp, HttpRequest } from './listener.ts'

export type FormLimits = {
  /** Of the whole body, files not counted. */
  readonly formBytes: number
  /** Of each file. */
  readonly fileBytes: number
  /** How many files; 5 when left out. */
  readonly filesMax?: number
  /** Of all files together; what each may have when left out. */
  readonly filesBytes?: number
}

export const FORM_LIMITS: FormLimits = { formBytes: 512 * 1024, fileBytes: 64 * 1024 }

const FIELDS_MAX = 200
const FIELD_BYTES_MAX = 64 * 1024
const FIELD_NAME_BYTES_MAX = 100
const FILES_MAX = 5
const FILE_NAME_MAX = 255

/** Call before any route is added. Other content types are answered with 415. */
export function takeForms(app: HttpApp): void {
  app.register(formBody, { bodyLimit: FORM_LIMITS.formBytes, parser: (text) => entriesIn(text) as never })
  app.register(multipart, { throwFileSizeLimit: true })
}

/**
 * What the form sent, as it came, or undefined when the body is no form. Throws an error with a client's status when a limit is passed.
 * A file input that was left empty is no file.
 */
export async function formEntries(
  request: HttpRequest,
  limits: FormLimits = FORM_LIMITS,
): Promise<readonly FormEntry[] | undefined> {
  if (request.isMultipart()) {
    const length = Number(request.headers['content-length'] ?? 0)
    if (length > limits.formBytes + filesBytesOf(limits)) throw tooLarge()
    return partsOf(request, limits)
  }
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  return type === 'application/x-www-form-urlencoded' ? ((request.body ?? []) as FormEntry[]) : undefined
}

/** A list and not an object, so that no name can mean anything to JavaScript. */
export function entriesIn(text: string): FormEntry[] {
  const entries = [...new URLSearchParams(text)]
  if (entries.length > FIELDS_MAX) throw tooLarge()
  if (entries.some(([name, value]) => name.length > FIELD_NAME_BYTES_MAX || value.length > FIELD_BYTES_MAX)) {
    throw tooLarge()
  }
  return entries
}

function filesBytesOf({ fileBytes, filesMax = FILES_MAX, filesBytes = filesMax * fileBytes }: FormLimits): number {
  return filesBytes
}

async function partsOf(request: HttpRequest, allowed: FormLimits): Promise<FormEntry[]> {
  const { fileBytes, filesMax = FILES_MAX } = allowed
  const limits = {
    ...{ fields: FIELDS_MAX, fieldSize: FIELD_BYTES_MAX, fieldNameSize: FIELD_NAME_BYTES_MAX },
    ...{ files: filesMax, fileSize: fileBytes, parts: FIELDS_MAX + filesMax },
  }
  const entries: FormEntry[] = []
  const left = { text: allowed.formBytes, files: filesBytesOf(allowed) } // a body may come without a length
  try {
    for await (const part of request.parts({ limits })) {
      const entry = part.type === 'field' ? fieldOf(part) : await fileOf(part)
      if (typeof entry?.[1] === 'string') left.text -= Buffer.byteLength(entry[1])
      else left.files -= entry?.[1].bytes.length ?? 0
      if (left.text < 0 || left.files < 0) throw tooLarge()
      if (entry) entries.push(entry)
    }
  } catch (error) {
    // The parser reads nothing but the body: what it cannot read is the client's affair, also where it does not say so.
    throw error instanceof Error && 'statusCode' in error ? error : unreadable(error)
  }
  return entries
}

function fieldOf({ fieldname, value, fieldnameTruncated, valueTruncated }: MultipartValue): FormEntry {
  if (fieldnameTruncated || valueTruncated) throw tooLarge()
  if (typeof value !== 'string') throw unreadable()
  return [fieldname, value]
}

/** Browsers send a file input that was left empty as a file without name and bytes. */
async function fileOf(part: MultipartFile): Promise<FormEntry | undefined> {
  const bytes = await part.toBuffer()
  const fileName = ((part.filename as string | undefined) ?? '').slice(0, FILE_NAME_MAX)
  return fileName === '' && bytes.length === 0 ? undefined : [part.fieldname, { fileName, bytes }]
}

function unreadable(cause?: unknown): Error {
  return Object.assign(new Error('a form that cannot be read', { cause }), { statusCode: 400 })
}

function tooLarge(): Error {
  return Object.assign(new Error('a form over its limits'), { statusCode: 413 })
}
