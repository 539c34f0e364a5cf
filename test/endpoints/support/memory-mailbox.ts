/** A mailbox in memory that writes down what it was asked, to test what endpoints make of requests. */
import { refusal } from '../../../src/base/refusal.ts'
import { no, ok } from '../../../src/base/result.ts'
import type { Entry, Mailbox, Upload, Visitor } from '../../../src/mailbox/mailbox.ts'
import type { StatusFile } from '../../../src/mailbox/status/status-folder.ts'

export const VISITOR: Visitor = {
  sender: '123456',
  channel: 'sftp',
  principal: 's123456',
  address: '192.0.2.1',
  session: 'session',
}

export type MemoryMailbox = Mailbox & { readonly files: Map<string, Buffer>; readonly asked: string[] }

const MISSING = refusal('SLU-MISSING', 'There is no such file.', 'Look again.')
const EXISTS = refusal('SLU-EXISTS', 'It is there already.', 'Take another name.')
const HOLE = refusal('SLU-HOLE', 'Bytes are missing.', 'Send them.')
const AT = new Date('2026-11-23T12:00:00Z')

/** `status`: the files of STATUS; null where its switch is off. */
export function memoryMailbox(
  content: Record<string, string> = {},
  status: readonly StatusFile[] | null = null,
): MemoryMailbox {
  const files = new Map(Object.entries(content).map(([path, text]) => [path, Buffer.from(text)]))
  const asked: string[] = []
  const entry = (path: string, bytes: Buffer): Entry => ({
    name: path.split('/')[1] ?? '',
    bytes: bytes.length,
    modifiedAt: AT,
  })
  return {
    files,
    asked,
    async *list(_visitor, folder) {
      asked.push(`list ${folder}`)
      for (const [path, bytes] of [...files].sort()) if (path.startsWith(`${folder}/`)) yield [entry(path, bytes)]
    },
    find: async (_visitor, folder, name) => {
      const bytes = files.get(`${folder}/${name}`)
      return bytes ? ok(entry(`${folder}/${name}`, bytes)) : no(MISSING)
    },
    upload: async (_visitor, folder, name, mode) => {
      const path = `${folder}/${name}`
      asked.push(`upload ${path} ${mode}`)
      if (mode === 'create' && files.has(path)) return no(EXISTS)
      return ok(
        memoryUpload(path, mode === 'resume' ? (files.get(path) ?? Buffer.alloc(0)) : Buffer.alloc(0), files, asked),
      )
    },
    download: async (_visitor, folder, name) => {
      const bytes = files.get(`${folder}/${name}`)
      if (!bytes) return no(MISSING)
      return ok({
        entry: entry(`${folder}/${name}`, bytes),
        read: async (offset, length) => bytes.subarray(offset, offset + length),
        [Symbol.asyncDispose]: async () => void asked.push('download over'),
      })
    },
    status: { isShown: async () => status !== null, files: async () => status ?? [] },
    remove: async (_visitor, folder, name) => (files.delete(`${folder}/${name}`) ? ok(undefined) : no(MISSING)),
    rename: async (_visitor, folder, from, to, overwrite) => {
      asked.push(`rename ${folder} ${from} ${to} ${overwrite}`)
      const bytes = files.get(`${folder}/${from}`)
      if (!bytes) return no(MISSING)
      if (files.has(`${folder}/${to}`) && !overwrite) return no(EXISTS)
      files.delete(`${folder}/${from}`)
      files.set(`${folder}/${to}`, bytes)
      return ok(undefined)
    },
  }
}

function memoryUpload(path: string, start: Buffer, files: Map<string, Buffer>, asked: string[]): Upload {
  let bytes = start
  const written: [start: number, end: number][] = [[0, start.length]]
  const hasHole = (): boolean => !isCovered(written, bytes.length)
  return {
    get size() {
      return bytes.length
    },
    write: async (chunk, offset) => {
      const grown = Buffer.alloc(Math.max(bytes.length, offset + chunk.length))
      bytes.copy(grown)
      grown.set(chunk, offset)
      bytes = grown
      written.push([offset, offset + chunk.length])
      return ok(undefined)
    },
    truncate: async (size) => {
      asked.push(`truncate ${path} ${size}`)
      bytes = Buffer.concat([bytes, Buffer.alloc(Math.max(0, size - bytes.length))]).subarray(0, size)
      return ok(undefined)
    },
    finish: async () => {
      if (hasHole()) return no(HOLE)
      files.set(path, bytes)
      asked.push(`finished ${path}`)
      return ok({ name: path, bytes: bytes.length, modifiedAt: AT })
    },
    [Symbol.asyncDispose]: async () => void asked.push(`over ${path}`),
  }
}

function isCovered(written: readonly [number, number][], size: number): boolean {
  let covered = 0
  for (const [start, end] of written.toSorted(([one], [other]) => one - other))
    if (start <= covered) covered = Math.max(covered, end)
  return covered >= size
}
