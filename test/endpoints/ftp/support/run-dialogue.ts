/** Acts a dialogue out against a gateway and writes down what was really said. */
import type { Server } from 'node:net'
import { ControlLink, DataLink, dataPort, type TlsUse } from './client.ts'
import { type Dialogue, escaped, type Step, unescaped } from './dialogue.ts'
import { type Gateway, startGateway } from './gateway.ts'

/** The steps again, with what the gateway did in place of what it should do; equal to them when all is well. */
export async function runDialogue({ given, steps }: Dialogue): Promise<Step[]> {
  await using gateway = await startGateway(given)
  const scene = new Scene(gateway, await ControlLink.to(gateway.port))
  const happened: Step[] = []
  for (const step of joined(steps)) {
    const text = await outcomeOf(scene, step)
    happened.push({ act: step.act, text })
    if (text === NOTHING) break
  }
  return [...happened, ...(await scene.leave())]
}

/** Lines of data that belong together as one, for they are compared when the connection has ended. */
export function joined(steps: readonly Step[]): Step[] {
  const together: Step[] = []
  for (const step of steps) {
    const last = together.at(-1)
    if (step.act === 'D>' && last?.act === 'D>') together.splice(-1, 1, { act: 'D>', text: last.text + step.text })
    else together.push(step)
  }
  return together
}

/** A text that it answers is what happened, when that may differ from what is written. */
type Act = (scene: Scene, text: string) => unknown

const NOTHING = '(nothing)'

// biome-ignore format: a table
const ACTS: Readonly<Record<string, Act>> = {
  'C:':       (scene, text) => scene.say(`${text}\\r\\n`),
  'C~':       (scene, text) => scene.say(text),
  'S:':       (scene, text) => scene.hear(text),
  'TLS':      (scene, text) => scene.control.startTls(useOf(text.split(' '))),
  'CLOSED':   async ({ control }) => ((await control.inbox.rest()) === '' ? '' : '(it is open)'),
  'D':        (scene, text) => scene.prepareData(text),
  'D<':       async (scene, text) => (await scene.data()).send(unescaped(text)).then(async () => (await scene.data()).end()),
  'D~':       async (scene, text) => (await scene.data()).send(unescaped(text)),
  'D>':       async (scene) => escaped((await (await scene.data()).inbox.rest()) ?? '(it is open)'),
  'CLOCK':    ({ gateway }, text) => gateway.passTime(Number(text)),
  'OPERATOR': ({ gateway }, text) => operate(gateway, text),
  'FILE':     async ({ gateway }, text) => fileText(gateway, text.split(' ')[0] ?? ''),
  'NOFILE':   async ({ gateway }, text) => ((await gateway.read(unescaped(text))) === null ? text : '(it is there)'),
  'LOG':      async ({ gateway }, text) => (gateway.forget(text) ? text : gateway.events.join(' ')),
}

/** A client that cannot act shows why, so that the rest of the conversation can be read. */
async function outcomeOf(scene: Scene, { act, text }: Step): Promise<string> {
  try {
    const outcome = await ACTS[act]?.(scene, text)
    return typeof outcome === 'string' ? outcome : text
  } catch (error) {
    return String(error)
  }
}

class Scene {
  readonly gateway: Gateway
  readonly control: ControlLink
  /** From the gateway's last reply to EPSV or PASV. */
  #passivePort = 0
  #ownPort: { readonly server: Server; readonly port: number } | null = null
  #data: Promise<DataLink> | null = null

  constructor(gateway: Gateway, control: ControlLink) {
    this.gateway = gateway
    this.control = control
  }

  say(text: string): void {
    const port = this.#ownPort?.port ?? this.#passivePort
    this.control.send(
      unescaped(text.replace('<port>', `${port}`).replace('<high>,<low>', `${port >> 8},${port & 255}`)),
    )
  }

  /** The written line when it is what was heard, but for port numbers. */
  async hear(written: string): Promise<string> {
    const line = await this.control.inbox.line()
    if (line === null) return NOTHING
    const ports = patternOf(written).exec(line)
    if (!ports) return escaped(line)
    const [, one = '0', two] = ports
    if (ports.length > 1) this.#passivePort = two === undefined ? Number(one) : Number(one) * 256 + Number(two)
    return written
  }

  async prepareData(text: string): Promise<string | undefined> {
    const [verb, ...rest] = text.split(' ')
    switch (verb) {
      case 'listen':
        this.#ownPort = await dataPort()
        this.#data = DataLink.from(this.#ownPort.server)
        return undefined
      case 'connect':
        this.#data = DataLink.to(this.#passivePort, rest[1] ?? '127.0.0.1')
        await this.#data
        return undefined
      case 'tls': {
        const isNew = rest.includes('new')
        const isDone = await (await this.data()).startTls(useOf(rest), isNew ? undefined : this.control.session)
        // Who brings a new session may be turned away before or after the end of the handshake.
        return isDone || isNew ? undefined : 'tls failed'
      }
      case 'reset':
        return void (await this.data()).reset()
      case 'cut':
        return void (await this.data()).cut()
      case 'closed':
        return (await (await this.data()).inbox.rest()) === '' ? undefined : '(it is open)'
      default:
        throw new TypeError(`nothing to do with a data connection: ${text}`)
    }
  }

  async data(): Promise<DataLink> {
    if (!this.#data) throw new TypeError('no data connection was prepared')
    return this.#data
  }

  /** What the gateway said besides, and bugs that it logged. */
  async leave(): Promise<Step[]> {
    this.control.end()
    const lines = ((await this.control.inbox.rest()) ?? '(it is open)').split('\r\n').filter((line) => line !== '')
    const bugs = this.gateway.events.filter((event) => event === 'ftp.bug')
    this.control.destroy()
    this.#ownPort?.server.close()
    return [...lines.map((text) => ({ act: 'S:', text })), ...bugs.map((text) => ({ act: 'LOG', text }))]
  }
}

function patternOf(written: string): RegExp {
  const literal = unescaped(written).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${literal.replace('<port>', '(\\d+)').replace('<high>,<low>', '(\\d+),(\\d+)')}$`, 's')
}

function useOf(words: readonly string[]): TlsUse {
  return { version: words.includes('1.2') ? 'TLSv1.2' : 'TLSv1.3', tickets: !words.includes('ticketless') }
}

async function operate(gateway: Gateway, text: string): Promise<void> {
  if (text === 'suspends anna') gateway.suspend()
  else if (text === 'kicks anna') gateway.endpoint.kick('anna')
  else if (text === 'drains') void gateway.endpoint.drain(60)
  else throw new TypeError(`no operator does this: ${text}`)
}

async function fileText(gateway: Gateway, path: string): Promise<string> {
  const bytes = await gateway.read(unescaped(path))
  return bytes ? `${path} ${escaped(bytes.toString('latin1'))}` : '(there is no such file)'
}
