import { expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { refusal } from '../../src/base/refusal.ts'
import { no, ok } from '../../src/base/result.ts'
import { CSV_PAGE, csvFile } from '../../src/portal/csv-file.ts'

const GONE = refusal('SLU-RIGHTS', 'Your role does not allow this.', 'Ask.', { key: 'notAllowed' })

test.each([
  ['an empty list', 0, 10, 0],
  ['as many rows as are allowed', 10, 10, 10],
  ['a row more than are allowed', 11, 10, '10 and the end is told'],
  ['as many full pages as are allowed', 2 * CSV_PAGE, 2 * CSV_PAGE, 2 * CSV_PAGE],
  ['a page and a row more than are allowed', 2 * CSV_PAGE + 1, 2 * CSV_PAGE, `${2 * CSV_PAGE} and the end is told`],
  ['three pages and a half', 3.5 * CSV_PAGE, 1_000_000, 3.5 * CSV_PAGE],
])('of %s nothing is lost in silence', async (_, rows, rowsMax, expected) => {
  const file = await fileOf(rows, rowsMax)
  if (!file.ok) throw new Error('refused')
  const [head, ...lines] = (await textOf(file.value.bytes)).split('\r\n').slice(0, -1)
  const isCut = lines.at(-1) === 'there is more'
  const numbers = isCut ? lines.slice(0, -1) : lines
  expect(head).toBe('\uFEFFnumber')
  expect(numbers).toEqual(numbers.map((__, index) => String(index)))
  expect(isCut ? `${numbers.length} and the end is told` : numbers.length).toBe(expected)
})

test('a page is read when somebody takes it, and no earlier', async () => {
  const asked: (number | undefined)[] = []
  const file = await fileOf(3 * CSV_PAGE, 1_000_000, (last) => {
    asked.push(last)
    return undefined
  })
  if (!file.ok || Buffer.isBuffer(file.value.bytes)) throw new Error('no rows to come')
  const chunks = file.value.bytes[Symbol.asyncIterator]()
  const seen = []
  for (let count = 0; count < 3; count += 1) {
    await chunks.next()
    seen.push([...asked])
  }
  expect(seen).toEqual([[undefined], [undefined], [undefined, CSV_PAGE - 1]])
})

test('whoever may not read gets a refusal, and rights that end meanwhile break the file off', async () => {
  expect(await fileOf(10, 10, () => GONE)).toEqual(no(GONE))
  const file = await fileOf(3 * CSV_PAGE, 1_000_000, (last) => (last === undefined ? undefined : GONE))
  if (!file.ok) throw new Error('refused')
  await expect(textOf(file.value.bytes)).rejects.toThrow(Unavailable)
})

function fileOf(rows: number, rowsMax: number, hear: (last?: number) => typeof GONE | undefined = () => undefined) {
  return csvFile<number>({
    ...{ fileName: 'x.csv', head: ['number'], rowsMax, cut: 'there is more' },
    async read(last) {
      const refused = hear(last)
      if (refused) return no(refused)
      const start = last === undefined ? 0 : last + 1
      return ok(Array.from({ length: Math.min(CSV_PAGE, rows - start) }, (_, index) => start + index))
    },
    cellsOf: (numbers) => numbers.map((number) => [String(number)]),
  })
}

async function textOf(bytes: Buffer | AsyncIterable<Buffer>): Promise<string> {
  if (Buffer.isBuffer(bytes)) return bytes.toString()
  const chunks: Buffer[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
