/** SFTP packet by packet, for clients that do not behave. */
import type { Client, ClientChannel } from 'ssh2'
import { PacketCutter, packetOf, string, TYPE, uint32, uint64 } from '../../../src/endpoints/sftp/packets.ts'

export type RawAnswer = { readonly type: number; readonly id: number; readonly body: Buffer }

export type RawSftp = {
  readonly channel: ClientChannel
  send(...packet: Parameters<typeof packetOf>): void
  /** Sends a request and waits for its answer. */
  ask(type: number, id: number, ...fields: readonly Uint8Array[]): Promise<RawAnswer>
  answer(id: number): Promise<RawAnswer>
  readonly closed: Promise<void>
  readonly exitStatus: Promise<number>
}

export const WRITE_NEW = uint32(0x1a)
export const NO_ATTRIBUTES = uint32(0)

/** Opens the subsystem and, unless told otherwise, sends INIT. */
export async function rawSftp(client: Client, initialised = true): Promise<RawSftp> {
  const channel = await new Promise<ClientChannel>((resolve, reject) =>
    client.subsys('sftp', (error, opened) => (error ? reject(error) : resolve(opened))),
  )
  const cutter = new PacketCutter(1024 * 1024)
  const answers = new Map<number, RawAnswer>()
  const waiting = new Map<number, (answer: RawAnswer) => void>()
  channel.on('data', (chunk: Buffer) => {
    cutter.feed(chunk)
    for (let packet = cutter.next(); packet instanceof Buffer; packet = cutter.next()) {
      const answer = { type: packet[0] ?? 0, id: packet.readUInt32BE(1), body: packet.subarray(5) }
      const wanted = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (wanted) wanted(answer)
      else answers.set(answer.id, answer)
    }
  })
  const raw: RawSftp = {
    channel,
    send: (...packet) => void channel.write(packetOf(...packet)),
    ask: (type, id, ...fields) => {
      raw.send(type, uint32(id), ...fields)
      return raw.answer(id)
    },
    answer: (id) => {
      const found = answers.get(id)
      answers.delete(id)
      return found ? Promise.resolve(found) : new Promise((resolve) => waiting.set(id, resolve))
    },
    closed: new Promise((resolve) => channel.once('close', () => resolve())),
    exitStatus: new Promise((resolve) => channel.once('exit', resolve)),
  }
  if (initialised) await raw.ask(TYPE.init, 3)
  return raw
}

export async function opened(raw: RawSftp, id: number, path: string, flags: Uint8Array = WRITE_NEW): Promise<Buffer> {
  const { type, body } = await raw.ask(TYPE.open, id, string(path), flags, NO_ATTRIBUTES)
  if (type !== TYPE.handle) throw new Error(`not opened: ${statusOf(body)}`)
  return body.subarray(4)
}

export function write(raw: RawSftp, id: number, handle: Buffer, offset: number, bytes: Buffer): void {
  raw.send(TYPE.write, uint32(id), string(handle), uint64(offset), string(bytes))
}

/** `4 SLU-SIZE: …` */
export function statusOf(body: Buffer): string {
  return `${body.readUInt32BE(0)} ${body.subarray(8, 8 + body.readUInt32BE(4)).toString()}`
}
