/** What the dialogues say, taken together: every command, every reply, and each only where an RFC has it or a reason is given. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseCommandLine } from '../../../src/endpoints/ftp/command-line.ts'
import { COMMANDS, NOT_OFFERED } from '../../../src/endpoints/ftp/commands.ts'
import { CODE_OF } from '../../../src/endpoints/ftp/refusal-replies.ts'
import { REPLY_TABLE, replyText } from '../../../src/endpoints/ftp/replies.ts'
import { DEVIATIONS, isFor, REPLIES_OF } from './rfc-replies.ts'
import { parseDialogue, type Step, unescaped } from './support/dialogue.ts'

const FOLDER = join(import.meta.dirname, 'dialogues')
const SOURCES = join(import.meta.dirname, '../../../src/endpoints/ftp')
const DIALOGUES = readdirSync(FOLDER).map((name) => parseDialogue(readFileSync(join(FOLDER, name), 'utf8')).steps)
const SAID = DIALOGUES.flat().filter(({ act }) => act === 'S:')
const EXCHANGES = DIALOGUES.flatMap(exchangesOf)

/** RFC 959 §4.2.1, RFC 1123 §4.1.3 and the codes that RFC 2228, 2428 and 4217 add. */
const CODES_FOR_REFUSALS = [426, 450, 451, 452, 530, 534, 550, 552, 553, 554]

test('every command is spoken, also those that are not offered', () => {
  const spoken = new Set(EXCHANGES.map(({ verb }) => verb))
  expect([...COMMANDS.keys(), ...NOT_OFFERED].filter((verb) => !spoken.has(verb))).toEqual([])
})

test('every reply is given', () => {
  const lines = SAID.map(({ text }) => text)
  const missing = Object.values(REPLY_TABLE).filter(
    ([code, , text]) => !lines.some((line) => line.startsWith(`${code} ${text}`)),
  )
  expect(missing).toEqual([])
})

test('every reply that carries something is given', () => {
  const codes = readdirSync(SOURCES)
    .flatMap((name) => [...readFileSync(join(SOURCES, name), 'utf8').matchAll(/replyOf\(\s*(\d{3})/g)])
    .map(([, code]) => code)
  const given = new Set(SAID.map(({ text }) => text.slice(0, 3)))
  expect(codes.length).toBeGreaterThan(0)
  expect(codes.filter((code) => !given.has(code ?? ''))).toEqual([])
})

test('every command is answered as its RFC has it, or for a reason that is written down', () => {
  const wrong = EXCHANGES.filter(({ verb, code }) => COMMANDS.has(verb) && !isFor(verb, code))
  expect(wrong).toEqual([])
})

test('every deviation occurs, and the RFCs know every command that is offered', () => {
  const unused = DEVIATIONS.flatMap(([code, verbs]) => verbs.map((verb) => ({ verb, code }))).filter(
    ({ verb, code }) => !EXCHANGES.some((found) => found.code === code && (found.verb === verb || verb === '*')),
  )
  expect(unused).toEqual([])
  expect([...COMMANDS.keys()].filter((verb) => !REPLIES_OF[verb])).toEqual([])
})

test('every refusal has a code that fits refusals', () => {
  expect(Object.values(CODE_OF).filter((code) => !CODES_FOR_REFUSALS.includes(code))).toEqual([])
})

test('every refusal of the engine itself says what to do (SLU-WORD: cause remedy)', () => {
  const errors = Object.values(REPLY_TABLE).filter(([code]) => code >= 400)
  expect(errors.filter(([, , text]) => !/^SLU-[A-Z]+: [A-Z][^:]*[.;:]/.test(text))).toEqual([])
})

test('several lines go between the code with a hyphen and the code with a space (RFC 959 §4.2)', () => {
  expect(replyText({ code: 211, lines: ['First:', '211 in the middle', 'last.'] })).toBe(
    '211-First:\r\n 211 in the middle\r\n211 last.\r\n',
  )
  expect(replyText({ code: 200, lines: ['Done.'] })).toBe('200 Done.\r\n')
})

type Exchange = { readonly verb: string; readonly code: number }

/** Replies come in the order of their commands; only STAT does not wait for the transfer before it. */
function exchangesOf(steps: readonly Step[]): Exchange[] {
  const waiting: string[] = []
  const exchanges: Exchange[] = []
  let text = ''
  for (const step of steps) {
    if (step.act === 'C:') text += `${unescaped(step.text)}\r\n`
    if (step.act === 'C~') text += unescaped(step.text)
    for (let end = text.indexOf('\r\n'); end !== -1; end = text.indexOf('\r\n')) {
      waiting.push(parseCommandLine(text.slice(0, end)).verb)
      text = text.slice(end + 2)
    }
    if (step.act === 'TLS') waiting.splice(0)
    const code = step.act === 'S:' ? Number(/^(\d{3}) /.exec(step.text)?.[1] ?? 0) : 0
    if (code === 0) continue
    const at = code === 211 ? waiting.findIndex((verb) => verb !== 'STOR') : 0
    const verb = waiting[at]
    if (verb === undefined) continue
    if (code >= 200) waiting.splice(at, 1)
    exchanges.push({ verb, code })
  }
  return exchanges
}
