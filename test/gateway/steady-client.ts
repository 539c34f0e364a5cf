/**
 * A sender's program that never gives up and never sends again what it got a positive reply for: so a file that was acknowledged and lost
 * is missed. It keeps the log that `checker.ts` judges by, and looks at OUT whenever it is asked to.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Unavailable } from '../../src/base/errors.ts'
import type { Result } from '../../src/base/result.ts'
import { readAcknowledgement } from '../../src/batch/read-acknowledgement.ts'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { RemoteClient, RemoteFault } from '../../src/endpoints/files/remote-client.ts'
import { connectFtp } from '../../src/endpoints/ftp/client.ts'
import { booksBalance } from '../../src/ledger/books.ts'
import { OPEN_STATES } from '../../src/ledger/deliveries.ts'
import type { Effect, Evidence, SeenAnswer, SentSet } from './checker.ts'
import { inDatabase } from './faults.ts'
import type { MadeSet } from './flow.ts'
import { connect, type Site, type Where } from './gateway.ts'

type Outgoing = { readonly name: string; readonly bytes: Buffer; readonly sha256: string; acknowledged: boolean }
type Set = { readonly trigger: string; readonly expected: SentSet['expected']; readonly files: readonly Outgoing[] }

/** Between two looks while something is still to come. */
const LOOK_MILLISECONDS = 100

export class SteadyClient {
  readonly #site: Site
  readonly #effects: () => Promise<readonly Effect[]>
  readonly #sender: ExampleSender
  #sets: Set[] = []
  readonly #looks: SeenAnswer[][] = []
  /** By their digests, whether the FS is a signature of the FO. */
  readonly #verified = new Map<string, Promise<boolean>>()

  /** Over FTP when the sender has a password for it. `effects`: at the online services, when those are not the folder of the example. */
  constructor(site: Site, sender: ExampleSender, effects = () => effectsOf(site)) {
    this.#site = site
    this.#sender = sender
    this.#effects = effects
  }

  async add({ trigger, files }: MadeSet, expected: SentSet['expected'] = 'accepted'): Promise<void> {
    const outgoing = await Promise.all(files.map(outgoingFile))
    this.#sets.push({ trigger, expected, files: outgoing })
  }

  /**
   * One try of everything without a positive reply, each set up to its first file that gets none, or so many files of each. True when there is
   * nothing left.
   */
  async send(gateway: Where, filesMax = Number.POSITIVE_INFINITY): Promise<boolean> {
    const isLost = await this.#within(gateway, async (client) => {
      for (const { files } of this.#sets) await sendRest(client, files, filesMax)
    })
    return !isLost && this.#sets.every(({ files }) => files.every(({ acknowledged }) => acknowledged))
  }

  /** For who sends with another program: of each set, in its order, the names of the files without a positive reply. */
  left(): readonly (readonly string[])[] {
    const names = this.#sets.map(({ files }) =>
      files.filter(({ acknowledged }) => !acknowledged).map(({ name }) => name),
    )
    return names.filter(({ length }) => length > 0)
  }

  /** A program got a positive reply for this one. */
  acknowledge(name: string): void {
    for (const { files } of this.#sets) for (const file of files) if (file.name === name) file.acknowledged = true
  }

  /** The gateway refused the set as a whole, and so is not answerable for it. */
  withdraw(trigger: string): void {
    this.#sets = this.#sets.filter((set) => set.trigger !== trigger)
  }

  /** By the last look: the codes of each answer to this GO. */
  answersTo(trigger: string): readonly (readonly number[])[] {
    return (this.#looks.at(-1) ?? []).filter(({ about }) => about === trigger).map(({ codes }) => codes)
  }

  /** A look at OUT, a quick one at new answers alone; false when the connection breaks. */
  async look(gateway: Where, isQuick = true): Promise<boolean> {
    const known = new Map((this.#looks.at(-1) ?? []).filter(isWhole).map((answer) => [answer.name, answer]))
    const isLost = await this.#within(gateway, async (client) => {
      const listed = await client.list('/OUT')
      if (!listed.ok) throw new Unavailable(listed.problem.message)
      const names = listed.value.map(({ name }) => name)
      const seen: SeenAnswer[] = []
      for (const name of names.filter((one) => one.startsWith('FO.ACRF.')))
        seen.push((isQuick && known.get(name)) || (await this.#answer(client, name, names)))
      this.#looks.push(seen)
    })
    return !isLost
  }

  /** Once every set is answered and handed over as it deserves, or after so many seconds as it is by then. */
  async evidence(gateway: Where, seconds: number): Promise<Evidence> {
    for (const end = Date.now() + seconds * 1000; ; await pause(LOOK_MILLISECONDS)) {
      await this.look(gateway)
      const openHandOvers = (await this.isAtRest()) ? await this.#openHandOvers() : null
      if (openHandOvers?.length !== 0 && Date.now() < end) continue
      await this.look(gateway, false)
      const effects = (await this.#effects()).filter(({ files }) => this.has(files))
      const { imbalance } = await inDatabase(this.#site, ({ queries }) => booksBalance(queries))
      return {
        ...{ sent: this.#sent(), effects, looks: this.#looks, imbalance },
        openHandOvers: openHandOvers ?? (await this.#openHandOvers()),
      }
    }
  }

  /** By the last look, everything is answered, and handed over where it is to be; whoever sent a TD knows when that is over. */
  async isAtRest(): Promise<boolean> {
    const effects = await this.#effects()
    const answered = new Set((this.#looks.at(-1) ?? []).map(({ about }) => about))
    const handed = new Set(effects.flatMap(({ files }) => files.map(({ name }) => name)))
    return this.#sets.every(
      ({ trigger, expected, files }) =>
        expected === 'either' ||
        (answered.has(trigger) && (expected === 'rejected' || handed.has(files[0]?.name ?? ''))),
    )
  }

  /** Of whomever. */
  async #openHandOvers(): Promise<readonly string[]> {
    const rows = await inDatabase(this.#site, ({ queries }) =>
      queries.selectFrom('delivery').select('idempotency_key').where('state', 'in', OPEN_STATES).execute(),
    )
    return rows.map(({ idempotency_key }) => idempotency_key)
  }

  /** Whether one of these files is ours. */
  has(some: readonly { readonly name: string }[]): boolean {
    return this.#sets.some(({ files }) => files.some((file) => some.some(({ name }) => name === file.name)))
  }

  #sent(): readonly SentSet[] {
    return this.#sets.map(({ files, ...set }) => ({
      ...set,
      files: files.map(({ bytes: _, ...file }) => ({ ...file })),
    }))
  }

  /** True when the connection broke. */
  async #within(gateway: Where, act: (client: RemoteClient) => Promise<void>): Promise<boolean> {
    try {
      await using client = await this.#connect(gateway)
      await act(client)
      return false
    } catch (error) {
      if (error instanceof Unavailable) return true
      throw error
    }
  }

  #connect(gateway: Where): Promise<RemoteClient> {
    const { ftp } = this.#sender
    return ftp ? connectFtp({ ...gateway.addresses.ftp, ...ftp, tls: null }) : connect(gateway, this.#sender)
  }

  async #answer(client: RemoteClient, name: string, listed: readonly string[]): Promise<SeenAnswer> {
    const [document, signature] = [
      orAway(await client.read(`/OUT/${name}`)),
      orAway(await client.read(`/OUT/${name.replace(/^FO/, 'FS')}`)),
    ]
    const content = document.ok ? readAcknowledgement(document.value) : document
    return {
      name,
      document: document.ok ? sha256(document.value) : null,
      signature: signature.ok ? sha256(signature.value) : null,
      hasTrigger: listed.includes(name.replace(/^FO/, 'GO')),
      isSigned: document.ok && signature.ok && (await this.#isSigned(document.value, signature.value)),
      about: content.ok ? content.value.fileName : 'no acknowledgement',
      codes: content.ok ? content.value.codes : [],
    }
  }

  #isSigned(document: Buffer, signature: Buffer): Promise<boolean> {
    const key = `${sha256(document)}-${sha256(signature)}`
    const known = this.#verified.get(key) ?? isSignature(this.#site, key, document, signature)
    this.#verified.set(key, known)
    return known
  }
}

/** While the store is away nobody can say what is in it: nothing was seen. */
function orAway(read: Result<Buffer, RemoteFault>): Result<Buffer, RemoteFault> {
  if (!read.ok && read.problem.message.startsWith('SLU-STORE')) throw new Unavailable(read.problem.message)
  return read
}

function isWhole({ document, signature, hasTrigger }: SeenAnswer): boolean {
  return document !== null && signature !== null && hasTrigger
}

/** What the online service of the example took: a folder each, whole or not there. */
export async function effectsOf({ folder }: Pick<Site, 'folder'>): Promise<readonly Effect[]> {
  const service = join(folder, 'spool', 'services', 'DMFA', 'R')
  const tickets = (await readdir(service).catch(() => [])).filter((name) => !name.startsWith('.'))
  return await Promise.all(tickets.map((ticket) => effectIn(join(service, ticket))))
}

async function effectIn(folder: string): Promise<Effect> {
  const { idempotencyKey } = JSON.parse(await readFile(join(folder, 'submission.json'), 'utf8'))
  const names = (await readdir(folder)).filter((name) => name !== 'submission.json').sort()
  const files = names.map(async (name) => ({ name, sha256: sha256(await readFile(join(folder, name))) }))
  return { key: idempotencyKey, files: await Promise.all(files) }
}

async function sendRest(client: RemoteClient, files: readonly Outgoing[], filesMax: number): Promise<void> {
  for (const file of files.filter(({ acknowledged }) => !acknowledged).slice(0, filesMax)) {
    const put = await client.put(`/IN/${file.name}`, file.bytes)
    if (!put.ok) return
    file.acknowledged = true
  }
}

async function outgoingFile(path: string): Promise<Outgoing> {
  const bytes = await readFile(path)
  return { name: basename(path), bytes, sha256: sha256(bytes), acknowledged: false }
}

/** By OpenSSL, with the gateway's own certificate and no other. */
async function isSignature({ folder }: Site, key: string, document: Buffer, signature: Buffer): Promise<boolean> {
  const [content, signed] = [join(folder, `${key}.content`), join(folder, `${key}.signature`)]
  await writeFile(content, document)
  await writeFile(signed, Buffer.from(signature.toString('latin1'), 'base64'))
  const certificate = join(folder, 'certs', 'acknowledgement.crt')
  const words = ['cms', '-verify', '-binary', '-inform', 'DER', '-in', signed, '-content', content, '-out', '/dev/null']
  return await new Promise((resolve) => {
    execFile('openssl', [...words, '-nointern', '-certfile', certificate, '-noverify'], (error) => resolve(!error))
  })
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
