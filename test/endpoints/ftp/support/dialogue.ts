/** Dialogues as text: what a client and the gateway say, line by line, for readers with an RFC beside them (see README.md). */
import { type Given, NOTHING_SPECIAL } from './gateway.ts'

/** `text` is as written; `unescaped` makes bytes of it. */
export type Step = { readonly act: string; readonly text: string }

export type Dialogue = { readonly given: Given; readonly steps: readonly Step[] }

// biome-ignore format: a table
const ACTS = ['C:', 'C~', 'S:', 'D<', 'D~', 'D>', 'D', 'TLS', 'CLOSED', 'CLOCK', 'OPERATOR', 'FILE', 'NOFILE', 'LOG'] as const

/** Comments and empty lines are for readers. Throws when a line is none of ours, so that a misspelt one is not passed over. */
export function parseDialogue(text: string): Dialogue {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  const settings = lines.filter((line) => line.startsWith('given '))
  let given = NOTHING_SPECIAL
  for (const line of settings) given = withSetting(given, line.slice('given '.length))
  return { given, steps: lines.filter((line) => !settings.includes(line)).map(stepOf) }
}

/** `\r`, `\n`, `\\`, `\xff`, and `\{x*300}` for three hundred times `x`. */
export function unescaped(text: string): string {
  const bytes: Readonly<Record<string, string>> = { '\\r': '\r', '\\n': '\n', '\\\\': '\\' }
  return text
    .replace(/\\\{(.+?)\*(\d+)\}/g, (_, repeated: string, times: string) => repeated.repeat(Number(times)))
    .replace(/\\(?:[rn\\]|x[0-9a-f]{2})/g, (written) => bytes[written] ?? byteOf(written.slice(2)))
}

/** As it would be written in a dialogue. */
export function escaped(bytes: string): string {
  return bytes
    .replaceAll('\\', '\\\\')
    .replaceAll('\r', '\\r')
    .replaceAll('\n', '\\n')
    .replace(/[^\x20-\x7e]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

function stepOf(line: string): Step {
  const act = ACTS.find((candidate) => line === candidate || line.startsWith(`${candidate} `))
  if (!act) throw new TypeError(`not a line of a dialogue: ${line}`)
  return { act, text: line.slice(act.length + 1) }
}

/** `plain`, `tls none`, `limit idleSeconds 10`, `file /OUT/a some text` … */
function withSetting(given: Given, setting: string): Given {
  const [key = '', value = '', ...rest] = setting.split(' ')
  const text = rest.join(' ')
  switch (key) {
    case 'plain':
      return { ...given, plain: true }
    case 'limit':
      return { ...given, limits: { ...given.limits, [value]: Number(text) } }
    case 'file':
      return { ...given, content: { ...given.content, [unescaped(value)]: unescaped(text) } }
    default:
      if (!(key in given)) throw new TypeError(`not a setting of a dialogue: ${setting}`)
      return { ...given, [key]: value }
  }
}

function byteOf(hexadecimal: string): string {
  return String.fromCharCode(Number.parseInt(hexadecimal, 16))
}
