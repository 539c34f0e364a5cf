/** The main job, end to end, on embedded parts: a gateway in a throw-away folder, two senders, good and bad sets, real clients. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { nameDate } from '../../batch/dates.ts'
import { explain } from '../../batch/reasons/catalogue.ts'
import type { RemoteClient } from '../../endpoints/files/remote-client.ts'
import { connectSftp } from '../../endpoints/sftp/client.ts'
import { readSigningPair } from '../../signing/sign.ts'
import { packSet } from '../pack-set.ts'
import { type Answer, awaitAnswer, pushSet } from '../send-sets.ts'
import type { Terminal } from '../terminal.ts'
import { ENTERPRISES, type ExampleSender, enrolExample, makeAuthority } from './example.ts'
import { type GatewayProcess, startGatewayProcess } from './gateway-process.ts'
import { sampleDeclaration } from './sample-declaration.ts'
import { SCENES, type Scene } from './scenes.ts'

export type PlayedSet = {
  readonly channel: 'sftp'
  readonly name: string
  readonly outcome: 'accepted' | 'rejected'
  readonly codes: readonly number[]
  readonly milliseconds: number
}

export type DemoSummary = { readonly sets: readonly PlayedSet[]; readonly ok: boolean }

const ANSWER_SECONDS = 60
const SETTINGS = [
  'limits.graceSeconds=1',
  'sftp.host=127.0.0.1',
  'sftp.port=0',
  'console.port=0',
  'limits.diskReserveBytes=16 MiB',
]

/** Plays all scenes; with `stay` the gateway then stays up until it is stopped. */
export async function runDemo(
  program: string,
  terminal: Terminal,
  done: (summary: DemoSummary) => void,
  stay: (gateway: GatewayProcess) => Promise<void>,
): Promise<DemoSummary> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-demo-'))
  try {
    const now = new Date()
    const authority = await makeAuthority(folder, now)
    terminal.say(`Starting a gateway in ${folder} …`)
    const settings = SETTINGS.flatMap((setting) => ['--set', setting])
    await using gateway = await startGatewayProcess(program, settings, folder)
    const [own, other] = await enrolAll(gateway, folder, authority, now, terminal)
    await using client = await connectSftp({
      ...gateway.addresses.sftp,
      user: own.userName,
      credential: { privateKey: own.sshKey },
    })
    const sets = await playAll({ client, own, other, folder, now, terminal })
    const summary = {
      sets,
      ok: sets.length === SCENES.length && SCENES.every((scene, index) => isExpected(scene, sets[index])),
    }
    done(summary)
    await stay(gateway)
    return summary
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Stage = {
  readonly client: RemoteClient
  readonly own: ExampleSender
  readonly other: ExampleSender
  readonly folder: string
  readonly now: Date
  readonly terminal: Terminal
}

async function enrolAll(
  gateway: GatewayProcess,
  folder: string,
  authority: Parameters<typeof enrolExample>[2],
  now: Date,
  terminal: Terminal,
): Promise<[ExampleSender, ExampleSender]> {
  const senders: ExampleSender[] = []
  for (const enterprise of ENTERPRISES) {
    const sender = await enrolExample(gateway, folder, authority, enterprise, now)
    terminal.say(
      `${enterprise.name} (${enterprise.number}) is enrolled: sender ${sender.number}, SFTP user ${sender.userName}`,
    )
    senders.push(sender)
  }
  const [own, other] = senders
  if (!own || !other) throw new TypeError('the demo needs two enterprises')
  return [own, other]
}

async function playAll(stage: Stage): Promise<PlayedSet[]> {
  const known = new Set<string>()
  const played: PlayedSet[] = []
  for (const [index, scene] of SCENES.entries()) {
    const { trigger, files } = await prepare(scene, index, stage)
    const taken = await pushSet(stage.client, { trigger, files, bytes: 0 }, () => {})
    const answer = await awaitAnswer(stage.client, trigger, taken, ANSWER_SECONDS, known)
    const set = playedSet(answer)
    stage.terminal.say(
      `${isExpected(scene, set) ? 'as expected' : 'UNEXPECTED'}: ${scene.title}: ${set.outcome} after ${set.milliseconds} ms`,
    )
    for (const code of set.codes) stage.terminal.say(`    ${code}: ${explain({ code }, 'en').title}`)
    played.push(set)
  }
  return played
}

/** Writes the set of a scene into a folder of its own. */
async function prepare(
  scene: Scene,
  index: number,
  { own, other, folder, now }: Stage,
): Promise<{ trigger: string; files: string[] }> {
  const signer = scene.signedBy === 'nobody' ? null : readSigningPair(...pairOf(scene.signedBy === 'own' ? own : other))
  if (signer && !signer.ok) throw new TypeError(signer.problem.cause)
  const setFolder = join(folder, `set-${index}`)
  const document = join(folder, `declaration-${index}.xml`)
  await mkdir(setFolder)
  await writeFile(
    document,
    damaged(sampleDeclaration(now, `DEMO ${index}`), scene.damage === 'doctype' ? 'doctype' : 'none'),
  )
  const names = await packSet({
    files: [document],
    service: 'DMFA',
    sender: (scene.sender === 'own' ? own : other).number,
    ...{ environment: scene.environment, date: nameDate(now), sequence: scene.sequence },
    ...{ pair: signer?.value ?? null, folder: setFolder, now },
  })
  const [declaration = ''] = names
  if (scene.damage === 'oneByte')
    await writeFile(join(setFolder, declaration), damaged(sampleDeclaration(now, `DEMO ${index}`), 'oneByte'))
  return { trigger: names.at(-1) ?? '', files: names.map((name) => join(setFolder, name)) }
}

function pairOf({ signing }: ExampleSender): [keyPem: string, certificatePem: string] {
  return [signing.keyPem, signing.certificatePem]
}

function damaged(document: Buffer, damage: Scene['damage']): string {
  const text = document.toString('utf8')
  if (damage === 'oneByte') return text.replace('000000000123456', '000000000123457')
  return damage === 'doctype' ? text.replace('?>', '?>\r\n<!DOCTYPE DmfAOriginal [<!ENTITY e "x">]>') : text
}

function playedSet({ trigger, acknowledgement, milliseconds }: Answer): PlayedSet {
  const { accepted, codes } = acknowledgement
  return { channel: 'sftp', name: trigger, outcome: accepted ? 'accepted' : 'rejected', codes, milliseconds }
}

function isExpected({ outcome, codes }: Scene, set: PlayedSet | undefined): boolean {
  return set?.outcome === outcome && isDeepStrictEqual(set.codes, codes)
}
