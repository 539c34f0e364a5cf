/**
 * The files that people hand over as "my SSH public key": one line as OpenSSH writes it, or the block of RFC 4716. What else they
 * hand over by mistake is recognised, so that the refusal can tell them what it is (cases R15, C19).
 */
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'

/** What the file says, before anybody looked inside the key. */
export type SshKeyText = {
  /** The algorithm named before the key; null where the format names none. */
  readonly algorithm: string | null
  readonly base64: string
  readonly comment: string
  /** Names of options of an `authorized_keys` line that stood before the key. */
  readonly options: readonly string[]
}

const TEXT_MAX = 16_384
const ALGORITHM = /^(?:ssh|ecdsa|sk|webauthn|x509v3|rsa)-[A-Za-z0-9@.-]{1,80}$/
const BLOCK = /^---- BEGIN SSH2 PUBLIC KEY ----\n([\s\S]*)\n---- END SSH2 PUBLIC KEY ----$/
const PUBLIC_ADVICE = 'Hand over the public key: the file whose name ends in .pub, one line of text.'
const PRIVATE_ADVICE = `It was not stored. ${PUBLIC_ADVICE} If the private key has left your machine, make a new pair.`

// biome-ignore format: a table
const MISTAKEN: readonly (readonly [form: RegExp, cause: string, remedy: string, key: string])[] = [
  [/PuTTY-User-Key-File-/, 'This is a PuTTY key file (.ppk), which holds the private key.', `It was not stored. Load it in PuTTYgen and hand over the text in the box "Public key for pasting into OpenSSH authorized_keys file".`, 'sshKeyPrivate'],
  [/BEGIN[A-Z0-9 ]*PRIVATE KEY|SSH PRIVATE KEY FILE|b3BlbnNzaC1rZXktdjE/, 'This is a private key.', PRIVATE_ADVICE, 'sshKeyPrivate'],
  [/BEGIN[A-Z ]* CERTIFICATE REQUEST/, 'This is a request for a certificate, not an SSH key.', PUBLIC_ADVICE, 'sshKeyIsRequest'],
  [/BEGIN[A-Z0-9 ]* CERTIFICATE-/, 'This is an X.509 certificate, not an SSH key.', `Register it as a certificate. ${PUBLIC_ADVICE}`, 'sshKeyIsCertificate'],
  [/BEGIN RSA PUBLIC KEY/, 'This is a public key in PKCS#1 form, not in SSH form.', 'Convert it: ssh-keygen -i -m PEM -f FILE', 'sshKeyOtherForm'],
  [/BEGIN PUBLIC KEY/, 'This is a public key in PKCS#8 form, not in SSH form.', 'Convert it: ssh-keygen -i -m PKCS8 -f FILE', 'sshKeyOtherForm'],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is looked for is binary content
  [/[\x00-\x08\x0e-\x1f\ufffd]/, 'This is no text.', `${PUBLIC_ADVICE} Save it as plain text (ASCII or UTF-8).`, 'sshKeyNoText'],
]

/** Splits the file without judging the key. Refuses with SLU-KEY; what the file held is never repeated. */
export function readSshKeyText(file: string): Result<SshKeyText, Refusal> {
  if (file.length > TEXT_MAX)
    return refused('The file is larger than any SSH public key.', PUBLIC_ADVICE, 'sshKeyTooLarge')
  const mistake = MISTAKEN.find(([form]) => form.test(file))
  if (mistake) return refused(mistake[1], mistake[2], mistake[3])
  const text = file
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .trim()
  return text.startsWith('---- BEGIN') ? fromBlock(text) : fromLine(text)
}

/** RFC 4716: headers, of which the comment is kept, then base64 in lines. */
function fromBlock(text: string): Result<SshKeyText, Refusal> {
  const inside = BLOCK.exec(text)?.[1]
  if (inside === undefined)
    return refused('The SSH2 public key block is not whole.', 'Hand over the file as it was written.', 'sshKeyNotWhole')
  if (inside.includes('----')) return severalKeys()
  const lines = inside.replaceAll('\\\n', '').split('\n')
  const headers = lines.filter((line) => line.includes(':'))
  const comment = headers.find((line) => /^comment:/i.test(line))?.replace(/^comment:\s*"?|"$/gi, '') ?? ''
  const base64 = lines
    .filter((line) => !line.includes(':'))
    .map((line) => line.trim())
    .join('')
  return ok({ algorithm: null, base64, comment: plain(comment), options: [] })
}

function fromLine(text: string): Result<SshKeyText, Refusal> {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'))
  const [line = ''] = lines
  if (lines.length > 1) return lines.filter(holdsKey).length > 1 ? severalKeys() : brokenLine()
  const at = ALGORITHM.test(wordsOf(line)[0] ?? '') ? 0 : endOfOptions(line)
  const [algorithm = '', base64 = '', ...comment] = wordsOf(line.slice(at))
  if (!ALGORITHM.test(algorithm)) return refused('This is no SSH public key.', PUBLIC_ADVICE, 'sshKeyNone')
  return ok({ algorithm, base64, comment: plain(comment.join(' ')), options: optionNames(line.slice(0, at)) })
}

/** Where the options of an `authorized_keys` line end: the first blank outside quotation marks. */
function endOfOptions(line: string): number {
  let quoted = false
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '"' && line[at - 1] !== '\\') quoted = !quoted
    if (!quoted && /\s/.test(line[at] ?? '')) return at
  }
  return line.length
}

/** Only the names: values may hold addresses and commands of the sender. */
function optionNames(options: string): string[] {
  const names = options.replace(/"(?:\\"|[^"])*"/g, '').split(',')
  return names.map((option) => option.split('=')[0]?.trim() ?? '').filter((name) => /^[A-Za-z0-9-]{1,40}$/.test(name))
}

function holdsKey(line: string): boolean {
  return /(?:^|\s)[a-z0-9@.-]+\s+AAAA/.test(line)
}

function wordsOf(line: string): string[] {
  return line.trim().split(/\s+/)
}

/** A comment is shown to people: no control characters, at most 100 characters. */
function plain(comment: string): string {
  return [...comment.replace(/\p{C}/gu, '').trim()].slice(0, 100).join('')
}

function severalKeys(): Result<never, Refusal> {
  return refused(
    'The file holds several keys.',
    'Register them one by one, each in a file of its own.',
    'sshKeySeveral',
  )
}

function brokenLine(): Result<never, Refusal> {
  return refused(
    'The key is broken over several lines.',
    'It must stand on one line, as ssh-keygen wrote it.',
    'sshKeyBroken',
  )
}

function refused(cause: string, remedy: string, key: string): Result<never, Refusal> {
  return no(refusal('SLU-KEY', cause, remedy, { key }))
}
