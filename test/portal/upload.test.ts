import { Readable } from 'node:stream'
import { afterEach, expect, test } from 'vitest'
import type { HttpListener } from '../../src/http/listener.ts'
import { pageRoute } from '../../src/portal/page-route.ts'
import { CSRF, ORIGIN, portalWith, TOKEN } from './rig.ts'

const KIB = 1024

let taken: unknown[] = []
let portal: HttpListener | undefined
afterEach(async () => {
  taken = []
  await portal?.[Symbol.asyncDispose]()
})

const UPLOAD = pageRoute({
  method: 'POST',
  path: '/upload',
  row: 'oneself',
  form: { label: 'text', files: 'files' },
  handle: async ({ form }) => {
    taken.push({ label: form.label, files: form.files.map(({ fileName, bytes }) => [fileName, bytes.length]) })
    return { to: '/' }
  },
})

test('files arrive with their names and all their bytes', async () => {
  const status = await sent([...fields(), file('a.cer', 64 * KIB), file('b.cer', 0)])
  expect([status, taken]).toEqual([
    303,
    [
      {
        label: 'Payroll',
        files: [
          ['a.cer', 64 * KIB],
          ['b.cer', 0],
        ],
      },
    ],
  ])
})

test('a file input that was left empty is no file', async () => {
  const status = await sent([...fields(), file('', 0)])
  expect([status, taken]).toEqual([303, [{ label: 'Payroll', files: [] }]])
})

test('a path in a file name is cut to the name', async () => {
  await sent([...fields(), file('C:\\Users\\ann\\key.pem', 1)])
  expect(taken).toEqual([{ label: 'Payroll', files: [['key.pem', 1]] }])
})

test.each<[string, readonly Part[], number]>([
  ['a file over its limit', [...fields(), file('a', 64 * KIB + 1)], 413],
  ['a file too many', [...fields(), ...Array.from({ length: 6 }, () => file('a', 1))], 413],
  ['a field over its limit', [...fields(), ['label', 'x'.repeat(64 * KIB + 1)]], 413],
  ['a body over all limits', Array.from({ length: 14 }, (_, index): Part => [`f${index}`, 'x'.repeat(64 * KIB)]), 413],
  ['a field too many', Array.from({ length: 201 }, (_, index): Part => [`f${index}`, 'x']), 413],
  ['an unknown field', [...fields(), ['role', 'x']], 400],
  ['a field twice', [...fields(), ['label', 'x']], 400],
  ['the prototype', [...fields(), ['__proto__', 'x']], 400],
  ['no token', [['label', 'x']], 403],
])('%s is refused, and nothing is taken (case R17, spec §16.9)', async (_, parts, status) => {
  expect([await sent(parts), taken]).toEqual([status, []])
})

test('a form of unknown length is not read beyond its limit', async () => {
  const field = (index: number) =>
    Buffer.from(`--b\r\ncontent-disposition: form-data; name="f${index}"\r\n\r\n${'x'.repeat(64 * KIB)}\r\n`)
  const body = Readable.toWeb(
    Readable.from([...Array.from({ length: 100 }, (_, index) => field(index)), Buffer.from('--b--\r\n')]),
  ) as ReadableStream
  expect([await post(body, 'multipart/form-data; boundary=b'), taken]).toEqual([413, []])
})

test('a form that ends in the middle is refused', async () => {
  const body = '--b\r\ncontent-disposition: form-data; name="label"\r\n\r\nx'
  expect([await post(body, 'multipart/form-data; boundary=b'), taken]).toEqual([400, []])
})

test('a form without a boundary is refused', async () => {
  expect([await post('x', 'multipart/form-data'), taken]).toEqual([400, []])
})

type Part = readonly [name: string, value: string | File]

function fields(): Part[] {
  return [
    ['csrf', CSRF],
    ['label', 'Payroll'],
  ]
}

function file(name: string, bytes: number): Part {
  return ['files', new File([new Uint8Array(bytes)], name)]
}

async function sent(parts: readonly Part[]): Promise<number> {
  const form = new FormData()
  for (const [name, value] of parts) form.append(name, value as never)
  return post(form)
}

async function post(body: FormData | ReadableStream | string, type?: string): Promise<number> {
  portal = portalWith({ pages: [UPLOAD], api: [] })
  const { port } = await portal.listen()
  const headers = { cookie: `__Host-session=${TOKEN}`, origin: ORIGIN, ...(type && { 'content-type': type }) }
  const sending = { method: 'POST', body, headers, redirect: 'manual', duplex: 'half' } as RequestInit
  const answer = await fetch(`http://127.0.0.1:${port}/upload`, sending)
  return answer.status
}
