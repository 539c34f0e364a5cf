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
  /** Files over a limit come cut, for who shows the form again and says so; without it the whole form is refused. */
  readonly cutsFiles?: true
}

export const FORM_LIMITS: FormLimits = { formBytes: 512 * 1024, fileBytes: 64 * 1024 }

const FIELDS_MAX = 200
const FIELD_BYTES_MAX = 64 * 1024
const FIELD_NAME_BYTES_MAX = 100
const FILES_MAX = 5
const FILE_NAME_MAX = 255
/** Of files that are cut: what is read after their end and forgotten, for a browser hears an answer only when it was listened to. */
const FORGOTTEN_BYTES_MAX = 100 * 1024 * 1024

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
    if (length > limits.formBytes + filesBytesOf(limits) + forgottenBytesOf(limits)) throw tooLarge()
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

function forgottenBytesOf({ cutsFiles }: FormLimits): number {
  return cutsFiles ? FORGOTTEN_BYTES_MAX : 0
}

/** What may still come; a body may come without a length. */
type Room = { textBytes: number; files: number; filesBytes: number; forgottenBytes: number; readonly fileBytes: number }

async function partsOf(request: HttpRequest, allowed: FormLimits): Promise<FormEntry[]> {
  const { fileBytes, filesMax = FILES_MAX, formBytes, cutsFiles } = allowed
  const limits = {
    ...{ fields: FIELDS_MAX, fieldSize: FIELD_BYTES_MAX, fieldNameSize: FIELD_NAME_BYTES_MAX },
    ...{ files: cutsFiles ? FIELDS_MAX : filesMax, fileSize: fileBytes + forgottenBytesOf(allowed) },
    parts: FIELDS_MAX + filesMax,
  }
  const filesBytes = filesBytesOf(allowed)
  const room = {
    textBytes: formBytes,
    files: filesMax,
    filesBytes,
    forgottenBytes: forgottenBytesOf(allowed),
    fileBytes,
  }
  const entries: FormEntry[] = []
  try {
    for await (const part of request.parts({ limits })) {
      const entry = part.type === 'field' ? fieldOf(part, room) : await fileOf(part, room, cutsFiles === true)
      if (entry) entries.push(entry)
    }
  } catch (error) {
    // The parser reads nothing but the body: what it cannot read is the client's affair, also where it does not say so.
    throw error instanceof Error && 'statusCode' in error ? error : unreadable(error)
  }
  return entries
}

function fieldOf({ fieldname, value, fieldnameTruncated, valueTruncated }: MultipartValue, room: Room): FormEntry {
  if (fieldnameTruncated || valueTruncated) throw tooLarge()
  if (typeof value !== 'string') throw unreadable()
  room.textBytes -= Buffer.byteLength(value)
  if (room.textBytes < 0) throw tooLarge()
  return [fieldname, value]
}

/** Browsers send a file input that was left empty as a file without name and bytes. */
async function fileOf(part: MultipartFile, room: Room, mayCut: boolean): Promise<FormEntry | undefined> {
  const { bytes, isCut } = mayCut ? await beginningOf(part, room) : { bytes: await part.toBuffer(), isCut: false }
  const fileName = ((part.filename as string | undefined) ?? '').slice(0, FILE_NAME_MAX)
  if (fileName === '' && bytes.length === 0) return undefined
  room.files -= 1
  room.filesBytes -= bytes.length
  if (room.filesBytes < 0) throw tooLarge()
  return [part.fieldname, { fileName, bytes, ...(isCut && { isCut }) }]
}

async function beginningOf({ file }: MultipartFile, room: Room): Promise<{ bytes: Buffer; isCut: boolean }> {
  const wanted = room.files > 0 ? Math.min(room.fileBytes, room.filesBytes) : 0
  const kept: Buffer[] = []
  let came = 0
  for await (const chunk of file as AsyncIterable<Buffer>) {
    if (came < wanted) kept.push(chunk.subarray(0, wanted - came))
    came += chunk.length
    if (came - wanted > room.forgottenBytes) throw tooLarge()
  }
  room.forgottenBytes -= Math.max(0, came - wanted)
  return { bytes: Buffer.concat(kept), isCut: came > wanted || room.files <= 0 }
}

function unreadable(cause?: unknown): Error {
  return Object.assign(new Error('a form that cannot be read', { cause }), { statusCode: 400 })
}

function tooLarge(): Error {
  return Object.assign(new Error('a form over its limits'), { statusCode: 413 })
}
