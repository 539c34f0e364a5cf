/** A set as a sender makes it, whose files are put, renamed, deleted and put again in any order. */
import type { Result } from '../../src/base/result.ts'
import { nameDate } from '../../src/batch/dates.ts'
import { type Environment, folderRow, type InFolder } from '../../src/batch/environment.ts'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import { sampleDeclaration } from '../../src/cli/demo/sample-declaration.ts'
import type { RemoteClient, RemoteFault } from '../../src/endpoints/files/remote-client.ts'
import { SftpLink } from '../../src/endpoints/sftp/client-link.ts'
import { readSigningPair, type SigningPair, signDetached } from '../../src/signing/sign.ts'
import { Answers } from './answers.ts'
import { connect } from './gateway.ts'

/** A sender with connections to the gateway. */
export type Desk = AsyncDisposable & {
  readonly sender: ExampleSender
  readonly pair: SigningPair
  readonly client: RemoteClient
  /** For what the small client does not do: renaming, appending, files that stay open. */
  readonly link: SftpLink
  readonly answers: Answers
}

export type Shape = {
  readonly purpose?: string
  readonly environment?: Environment
  /** Where it is put; the environment's own folder when nothing is said. */
  readonly folder?: InFolder
  readonly parts?: number
  readonly document?: Buffer
  /** Number in the names. */
  readonly number?: string
}

/** `FI`, `FS`, `GO`, `TD`; the second and later parts are `FI2`, `FS2` … */
export type Label = string

export class PlayedSet {
  readonly #desk: Desk
  readonly #shape: Shape
  readonly #key: string
  readonly #folder: string
  readonly #document: Buffer
  readonly refusals: string[] = []

  constructor(desk: Desk, sequence: string, shape: Shape) {
    const { purpose = 'DMFA', environment = 'R', folder = folderRow(environment).in, document } = shape
    this.#desk = desk
    this.#shape = shape
    this.#folder = folder
    this.#key = [purpose, shape.number ?? desk.sender.number, nameDate(new Date()), sequence, environment].join('.')
    this.#document = document ?? sampleDeclaration(new Date(), sequence)
  }

  get trigger(): string {
    return this.nameOf('GO')
  }

  nameOf(label: Label): string {
    const count = this.#shape.parts ?? 1
    const mark = label.slice(0, 2)
    return `${mark}.${this.#key}.${count}${mark === 'FI' || mark === 'FS' ? `.${label.slice(2) || 1}` : ''}`
  }

  pathOf(name: string): string {
    return `/${this.#folder}/${name}`
  }

  /** What a label holds when nothing else is said. */
  async bytesOf(label: Label): Promise<Buffer> {
    if (label.startsWith('FI')) return this.#document
    if (!label.startsWith('FS')) return Buffer.alloc(0)
    return await signDetached({ content: this.#document, pair: this.#desk.pair, signedAt: new Date() })
  }

  /** One after the other; what is refused is remembered. */
  async put(...labels: readonly Label[]): Promise<void> {
    for (const label of labels) await this.putAs(label, await this.bytesOf(label))
  }

  async putAs(label: Label, content: Buffer | string, name = this.nameOf(label)): Promise<void> {
    this.#note(await this.#desk.client.put(this.pathOf(name), Buffer.from(content)))
  }

  async remove(label: Label): Promise<void> {
    this.#note(await this.#desk.client.remove(this.pathOf(this.nameOf(label))))
  }

  /** Under a working name first, as WinSCP and others do it (case S18). */
  async putByRename(label: Label, suffix: string): Promise<void> {
    const name = this.nameOf(label)
    await this.putAs(label, await this.bytesOf(label), `${name}${suffix}`)
    const [from, to] = [this.pathOf(`${name}${suffix}`), this.pathOf(name)]
    this.#note(await this.#desk.link.order((sftp, done) => sftp.rename(from, to, done)))
  }

  /** The first half, then the rest by a second upload that begins where the first one ended (case S17). */
  async putInTwo(label: Label, flags: 'a' | 'r+'): Promise<void> {
    const bytes = await this.bytesOf(label)
    const half = Math.floor(bytes.length / 2)
    await this.putAs(label, bytes.subarray(0, half))
    await this.append(label, bytes.subarray(half), flags, half)
  }

  async append(label: Label, content: Buffer | string, flags: 'a' | 'r+' = 'a', at = 0): Promise<void> {
    const { link } = this.#desk
    const [path, bytes] = [this.pathOf(this.nameOf(label)), Buffer.from(content)]
    const opened = await link.call<Buffer>((sftp, done) => sftp.open(path, flags, done))
    if (!opened.ok) return this.#note(opened)
    this.#note(await link.order((sftp, done) => sftp.write(opened.value, bytes, 0, bytes.length, at, done)))
    this.#note(await link.order((sftp, done) => sftp.close(opened.value, done)))
  }

  /** An upload that is never closed, and goes on until its session is ended. */
  async hold(label: Label): Promise<void> {
    const { link } = this.#desk
    const opened = await link.call<Buffer>((sftp, done) => sftp.open(this.pathOf(this.nameOf(label)), 'w', done))
    if (!opened.ok) return this.#note(opened)
    const byte = Buffer.from('x')
    const write = (at: number) => link.order((sftp, done) => sftp.write(opened.value, byte, 0, 1, at % 1000, done))
    for (let at = 0, goesOn = true; goesOn; at++) {
      goesOn = await write(at).then(
        ({ ok }) => ok,
        () => false,
      )
    }
  }

  /** Waits until so many answers came. */
  async answered(count = 1): Promise<void> {
    await this.#desk.answers.to(this.trigger, count)
  }

  /** `SLU-SIZE` of `SLU-SIZE: …`. */
  #note(done: Result<unknown, RemoteFault>): void {
    if (!done.ok) this.refusals.push(done.problem.message.replace(/:.*/s, ''))
  }
}

export async function openDesk(addresses: Parameters<typeof connect>[0], sender: ExampleSender): Promise<Desk> {
  const pair = readSigningPair(sender.signing.keyPem, sender.signing.certificatePem)
  if (!pair.ok) throw new TypeError(pair.problem.cause)
  const client = await connect(addresses, sender)
  const { host, port } = addresses.addresses.sftp
  const link = await SftpLink.open({ host, port, username: sender.userName, privateKey: sender.sshKey })
  return {
    ...{ sender, pair: pair.value, client, link, answers: new Answers(client) },
    async [Symbol.asyncDispose]() {
      await link[Symbol.asyncDispose]()
      await client[Symbol.asyncDispose]()
    },
  }
}
