/** What a form sent becomes named fields once, at the door: nothing unknown, nothing doubled, nothing unprintable (case R17). */
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'

export type FormFile = {
  readonly fileName: string
  readonly bytes: Buffer
  /** It was over a limit of its form: the bytes are its beginning, or none. */
  readonly isCut?: true
}
/** As they came; a name may come twice. */
export type FormEntry = readonly [name: string, value: string | FormFile]

/**
 * `text`: one line, trimmed. `lines`: several lines, trimmed, with `\n`. `secret`: as it was typed. `flag`: a checkbox. `list`: any number
 * of the same name, each trimmed. `file`: one or none; `files`: any number. An absent text is empty.
 */
export type FieldKind = 'text' | 'lines' | 'secret' | 'flag' | 'list' | 'file' | 'files'
export type FormShape = Readonly<Record<string, FieldKind>>
export type FormOf<Shape extends FormShape> = { readonly [Name in keyof Shape]: ValueOf<Shape[Name]> }

type ValueOf<Kind extends FieldKind> = Kind extends 'flag'
  ? boolean
  : Kind extends 'list'
    ? readonly string[]
    : Kind extends 'file'
      ? FormFile | null
      : Kind extends 'files'
        ? readonly FormFile[]
        : string

/** Refuses with SLU-INPUT. The CSRF token is no field of a form's own: whoever reads it takes it out before. */
export function readForm<Shape extends FormShape>(
  entries: readonly FormEntry[],
  shape: Shape,
): Result<FormOf<Shape>, Refusal> {
  const kinds = new Map(Object.entries(shape))
  const came = new Map<string, FormEntry[1][]>()
  for (const [name, value] of entries) {
    const kind = kinds.get(name)
    const earlier = came.get(name) ?? []
    if (!kind || (earlier.length > 0 && !MANY.has(kind)) || !fits(kind, value)) return no(UNEXPECTED)
    came.set(name, [...earlier, value])
  }
  const fields = [...kinds].map(([name, kind]) => [name, read(kind, came.get(name) ?? [])] as const)
  return ok(Object.fromEntries(fields) as FormOf<Shape>)
}

const MANY: ReadonlySet<FieldKind> = new Set(['list', 'files'])

/** U+FFFD stands for bytes that were no UTF-8. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\ufffd]/u
const UNPRINTABLE_IN_LINES = /(?![\n\r\t])[\p{Cc}\ufffd]/u

function fits(kind: FieldKind, value: string | FormFile): boolean {
  if (typeof value !== 'string') return kind === 'file' || kind === 'files'
  switch (kind) {
    case 'file':
    case 'files':
      return value === ''
    case 'secret':
      return true
    case 'lines':
      return !UNPRINTABLE_IN_LINES.test(value)
    default:
      return !UNPRINTABLE.test(value.trim())
  }
}

function read(kind: FieldKind, values: readonly (string | FormFile)[]): unknown {
  const files = values.filter((value) => typeof value !== 'string')
  const texts = values.filter((value) => typeof value === 'string')
  switch (kind) {
    case 'file':
      return files[0] ?? null
    case 'files':
      return files
    case 'flag':
      return texts.length > 0
    case 'list':
      return texts.map((text) => text.trim())
    case 'secret':
      return texts[0] ?? ''
    case 'lines':
      return (texts[0] ?? '').replaceAll(/\r\n?/g, '\n').trim()
    case 'text':
      return (texts[0] ?? '').trim()
  }
}

const UNEXPECTED = refusal(
  'SLU-INPUT',
  'The form holds a field that is not expected, comes twice or cannot be read.',
  'Open the page again and fill in its form.',
  { key: 'formUnexpected' },
)
