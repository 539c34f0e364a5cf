/**
 * A part of a file's name, as it is looked for: what is said of the set is enough, for its files differ by their mark in front and their
 * numbers behind alone. Marks are every three characters of a name as a number, which a plain index of arrays finds (record 0028).
 */

/** What leads to nothing by itself; shorter texts are asked of the latest submissions one by one. */
export const NAME_PART_MIN = 3

const DAYS = 8
const BUCKETS = 1024
const BUCKET_SIZE = 128 ** 3
/** Two of three characters each are asked for. */
const WANTED_STEP = 2
const DAY_MS = 86_400_000

/** In small letters, without what the set's name has not: a mark (or its end) in front, numbers of part and parts behind the environment. */
export function soughtIn(typed: string): string {
  return typed
    .trim()
    .toLowerCase()
    .replace(/^(?:f?[is]|g?o|t?d)?\.(?=.)/, '')
    .replace(/((?:^|\.)[rts])\.(?:[0-9](?:\.[0-9]?)?)?$/, '$1')
}

/** A set's name as it is looked for: that of its raw key, and names of members that do not follow from it. */
export function searchedName(rawKey: string, oddNames: string | null): string {
  const name = rawKey.slice(rawKey.indexOf('/') + 1).toLowerCase()
  return oddNames === null ? name : `${name} ${oddNames}`
}

/** Names that a part of is not found in the set's own: misnamed ones with more behind than numbers of parts. */
export function oddNamesOf(rawKey: string, names: readonly string[]): string | null {
  const set = searchedName(rawKey, null)
  const odd = names.map((name) => name.toLowerCase()).filter((name) => soughtIn(name) !== set && name !== set)
  return odd.length === 0 ? null : odd.join(' ')
}

/** Which eight days a set was opened in; numbers come again after twenty-two years. */
export function bucketOf(openedAt: Date): number {
  return Math.floor(openedAt.getTime() / (DAYS * DAY_MS)) % BUCKETS
}

/** Every three characters of the text as numbers, for one bucket; sorted. Names are ASCII: other characters only make more to be looked at. */
export function marksOf(text: string, bucket: number, step = 1): number[] {
  const bytes = Buffer.from(text)
  const marks = new Set<number>()
  const last = bytes.length - 3
  for (let place = 0; place <= last; place = place < last ? Math.min(place + step, last) : last + 1) {
    marks.add(bucket * BUCKET_SIZE + at(bytes, place) * 128 ** 2 + at(bytes, place + 1) * 128 + at(bytes, place + 2))
  }
  return [...marks].sort((one, other) => one - other)
}

/** Those that a name is found by: enough of them to cover the part, for each more is one more list to read. */
export function wantedMarks(part: string): number[] {
  return marksOf(part, 0, WANTED_STEP)
}

function at(bytes: Buffer, place: number): number {
  return (bytes[place] ?? 0) % 128
}

/** What is kept of a set's name so that it is found. */
export function searchedColumns({
  rawKey,
  openedAt,
  names,
}: {
  readonly rawKey: string
  readonly openedAt: Date
  readonly names: readonly string[]
}): { readonly odd: string | null; readonly name: string; readonly marks: number[] } {
  const odd = oddNamesOf(rawKey, names)
  const name = searchedName(rawKey, odd)
  return { odd, name, marks: marksOf(name, bucketOf(openedAt)) }
}
