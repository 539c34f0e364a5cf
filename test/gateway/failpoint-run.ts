/** A gateway that fails where it is told to, a client that goes on until it is through, and what came of it. */
import { setTimeout as pause } from 'node:timers/promises'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { type Violation, violations } from './checker.ts'
import { FIXED_LINK, makeSet, openSite, type Site } from './gateway.ts'
import { SteadyClient } from './steady-client.ts'

export type Stage = AsyncDisposable & {
  readonly site: Site
  readonly lines: readonly { readonly sender: ExampleSender; readonly client: SteadyClient }[]
  run: number
}

/** Retention and retries at the pace of a test. */
const SETTINGS = [
  FIXED_LINK,
  'services=[{code: DMFA, retry: {firstSeconds: 0.1, lastSeconds: 0.5}}, {code: DIMN}]',
  'retention.everySeconds=1',
  'limits.pollSeconds=0.2',
]
const REST_SECONDS = 60
/** What a client waits before it tries again. */
const AGAIN_MILLISECONDS = 50

/** With one sender over SFTP and one over FTP. `prepare`: before the first start. */
export async function openStage(
  settings: readonly string[] = [],
  prepare: (site: Site) => Promise<void> = async () => {},
): Promise<Stage> {
  const site = await openSite(...SETTINGS, ...settings)
  await prepare(site)
  await using gateway = await site.start()
  const senders = [await site.enrol(gateway, 0), await site.enrol(gateway, 2)]
  const lines = senders.map((sender) => ({ sender, client: new SteadyClient(site, sender) }))
  return { site, lines, run: 0, [Symbol.asyncDispose]: () => site[Symbol.asyncDispose]() }
}

export type Played = {
  readonly violations: readonly Violation[]
  /** The first gateway died before everything had come to rest. */
  readonly died: boolean
}

/** With this in `SLUICE_FAILPOINTS`. */
export function playAt(stage: Stage, failpoints: string): Promise<Played> {
  return play(stage, () => stage.site.startUnder(['env', `SLUICE_FAILPOINTS=${failpoints}`]))
}

/**
 * Over each line a set to be accepted and one to be rejected, to a gateway that `start` starts. When it dies, or when everything is done, it is
 * killed and another one that is left alone takes its place; with that everything must end as if nothing had been.
 */
export async function play(stage: Stage, start: () => Promise<GatewayProcess>): Promise<Played> {
  await addSets(stage)
  const clients = stage.lines.map(({ client }) => client)
  const first = await start()
  const died = await untilRest(clients, first)
  await first.kill()
  await using gateway = await stage.site.start()
  return { violations: await violationsAtRest(clients, gateway), died }
}

/** Lets every client go on until it is through, and everything come to rest. */
export async function violationsAtRest(
  clients: readonly SteadyClient[],
  gateway: GatewayProcess,
  seconds = REST_SECONDS,
): Promise<readonly Violation[]> {
  const found: Violation[] = []
  for (const client of clients) {
    while (!(await client.send(gateway))) await pause(AGAIN_MILLISECONDS)
    found.push(...violations(await client.evidence(gateway, seconds)))
  }
  return found
}

/** Until all is answered and handed over, or the gateway is gone: then true. */
export async function untilRest(clients: readonly SteadyClient[], gateway: GatewayProcess): Promise<boolean> {
  let isGone = false
  const gone = gateway.ended.then(() => {
    isGone = true
  })
  while (!isGone) {
    const through: boolean[] = []
    for (const client of clients) {
      const isSent = await client.send(gateway)
      through.push((await client.look(gateway)) && isSent && (await client.isAtRest()))
    }
    if (through.every((is) => is)) break
    await Promise.race([gone, pause(AGAIN_MILLISECONDS)])
  }
  return isGone
}

/** Over each line one that is to be accepted and one that is to be rejected. */
export async function addSets(stage: Stage): Promise<void> {
  const { site, lines } = stage
  const run = String(stage.run++).padStart(3, '0')
  for (const { sender, client } of lines) {
    await client.add(await makeSet(site, sender, { sequence: `A${run}A` }))
    await client.add(await makeSet(site, sender, { sequence: `A${run}B`, signed: false }), 'rejected')
  }
}
