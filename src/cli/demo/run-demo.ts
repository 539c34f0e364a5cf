/** The main job, end to end, on embedded parts: a gateway in a throw-away folder, three enterprises, good and bad sets, real clients. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { explain } from '../../batch/reasons/catalogue.ts'
import { RefusedCommand } from '../refused-command.ts'
import { awaitMessage, pushOverWeb } from '../send-over-web.ts'
import { awaitAnswer, type Outcome, pushSet, type SetToSend } from '../send-sets.ts'
import type { Terminal } from '../terminal.ts'
import { awaitNotification } from './await-notification.ts'
import { type Connections, connectionsOf } from './connections.ts'
import { ENTERPRISES, type Enterprise, type ExampleSender, enrolExample, makeAuthority } from './example.ts'
import { type GatewayProcess, startGatewayProcess } from './gateway-process.ts'
import { type PreparedSet, prepareSet } from './prepare-set.ts'
import { SCENES, type Scene, type Way } from './scenes.ts'

export type PlayedSet = {
  /** That of the GO. */
  readonly channel: Way
  readonly name: string
  readonly outcome: 'accepted' | 'rejected'
  readonly codes: readonly number[]
  readonly milliseconds: number
}

export type DemoSummary = { readonly sets: readonly PlayedSet[]; readonly ok: boolean }

const ANSWER_SECONDS = 60
const [BAKERY, FOUNDRY, TOWN] = ENTERPRISES
/** This machine stands for a fixed link: the one way by which plain FTP may come in, for the one quality that has it. */
const FIXED_LINK = {
  name: TOWN.network,
  cidrs: ['127.0.0.0/8'],
  plainFtp: true,
  channels: ['sftp', 'ftp', 'web'],
  qualities: [TOWN.quality],
}
const SETTINGS = [
  ...[
    'limits.graceSeconds=1',
    'sftp.host=127.0.0.1',
    'sftp.port=0',
    'console.port=0',
    'portal.host=127.0.0.1',
    'portal.port=0',
    'portal.eid.port=0',
    'limits.diskReserveBytes=16 MiB',
  ],
  ...['web.host=127.0.0.1', 'web.port=0'],
  ...['ftp.host=127.0.0.1', 'ftp.port=0', 'ftp.passivePorts=0', `networks=${JSON.stringify([FIXED_LINK])}`],
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
    const enrol = async (enterprise: Enterprise): Promise<ExampleSender> => {
      const sender = await enrolExample(gateway, folder, authority, enterprise, now)
      terminal.say(enrolmentLine(enterprise, sender))
      return sender
    }
    const [bakery, foundry, town] = [await enrol(BAKERY), await enrol(FOUNDRY), await enrol(TOWN)]
    const { sets, notified } = await playAll({ gateway, folder, now, terminal, senders: { bakery, foundry, town } })
    const summary = {
      sets,
      ok: notified && sets.length === SCENES.length && SCENES.every((scene, index) => isExpected(scene, sets[index])),
    }
    done(summary)
    await stay(gateway)
    return summary
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Stage = {
  readonly gateway: GatewayProcess
  readonly folder: string
  readonly now: Date
  readonly terminal: Terminal
  readonly senders: Readonly<Record<'bakery' | 'foundry' | 'town', ExampleSender>>
}

/** `notified`: the simulated online service has answered the simulation. */
async function playAll({
  gateway,
  folder,
  now,
  terminal,
  senders,
}: Stage): Promise<{ readonly sets: PlayedSet[]; readonly notified: boolean }> {
  await using bakery = connectionsOf(gateway, folder, senders.bakery)
  await using town = connectionsOf(gateway, folder, senders.town)
  const connections = { bakery, town }
  const known = new Set<string>()
  const played: PlayedSet[] = []
  for (const [index, scene] of SCENES.entries()) {
    const cast = { own: senders[scene.from], other: senders.foundry }
    const prepared = await prepareSet(scene, cast, join(folder, `scene-${index}`), now)
    const set = playedSet(scene, await play(scene, prepared, connections[scene.from], known))
    for (const line of linesOf(scene, set)) terminal.say(line)
    played.push(set)
  }
  const notification = await awaitNotification(await bakery.over('sftp'))
  terminal.say(
    notification === null
      ? 'UNEXPECTED: the simulated online service has not answered the simulation'
      : `as expected: sftp: the simulated online service has answered the simulation: ${notification}`,
  )
  return { sets: played, notified: notification !== null }
}

/** Each file goes its way, GO last; the answer is taken by the way of the GO. */
async function play(scene: Scene, set: PreparedSet, connections: Connections, known: Set<string>): Promise<Outcome> {
  const { ways } = scene
  let taken = 0
  for (const file of set.files.filter((path) => ways.GO !== 'web' || wayOf(path, ways) !== 'web')) {
    taken = await pushFile({ ...set, files: [file], bytes: 0 }, wayOf(file, ways), connections)
  }
  if (ways.GO !== 'web')
    return await awaitAnswer(await connections.over(ways.GO), set.trigger, taken, ANSWER_SECONDS, known)
  const client = await connections.web()
  const rest = set.files.filter((path) => wayOf(path, ways) === 'web')
  const sent = await pushOverWeb(client, { ...set, files: rest }, true)
  return sent.ok ? await awaitMessage(client, set.trigger, sent.value, ANSWER_SECONDS) : sent.problem
}

/** Resolves with the instant at which it was taken. */
async function pushFile(file: SetToSend, way: Way, connections: Connections): Promise<number> {
  if (way !== 'web') return await pushSet(await connections.over(way), file, () => {})
  const sent = await pushOverWeb(await connections.web(), file, false)
  if (!sent.ok) throw new RefusedCommand(`${file.trigger}: ${sent.problem.message}`)
  return sent.value.takenAt
}

function wayOf(file: string, ways: Scene['ways']): Way {
  const mark = basename(file).slice(0, 2)
  return mark === 'FI' || mark === 'FS' ? ways[mark] : ways.GO
}

function playedSet({ ways }: Scene, outcome: Outcome): PlayedSet {
  const { trigger: name, milliseconds } = outcome
  const { accepted, codes } = 'acknowledgement' in outcome ? outcome.acknowledgement : { ...outcome, accepted: false }
  return { channel: ways.GO, name, outcome: accepted ? 'accepted' : 'rejected', codes, milliseconds }
}

function isExpected({ outcome, codes }: Scene, set: PlayedSet | undefined): boolean {
  return set?.outcome === outcome && isDeepStrictEqual(set.codes, codes)
}

function linesOf(scene: Scene, set: PlayedSet): string[] {
  const verdict = isExpected(scene, set) ? 'as expected' : 'UNEXPECTED'
  const ways = [...new Set(Object.values(scene.ways))].join(', ')
  return [
    `${verdict}: ${ways}: ${scene.title}: ${set.outcome} after ${set.milliseconds} ms`,
    ...set.codes.map((code) => `    ${code}: ${explain({ code }, 'en').title}`),
  ]
}

function enrolmentLine({ name, number, network }: Enterprise, sender: ExampleSender): string {
  const ftp = sender.ftp ? `, FTP user ${sender.ftp.user} from the network ${network}` : ''
  const web = sender.clientId ? `, web client ${sender.clientId}` : ''
  return `${name} (${number}) is enrolled: sender ${sender.number}, SFTP user ${sender.userName}${ftp}${web}`
}
