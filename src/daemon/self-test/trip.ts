/** rule 23.10: one set through one endpoint, as a sender's program sends it: log-in, upload, answer, signature, and what is taken away again. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Unavailable } from '../../base/errors.ts'
import { brusselsTime, nameDate } from '../../batch/dates.ts'
import { folderRow } from '../../batch/environment.ts'
import { OWN_SERVICE } from '../../batch/own-service.ts'
import { packSet } from '../../cli/pack-set.ts'
import { awaitMessage, pushOverWeb } from '../../cli/send-over-web.ts'
import { type Answer, awaitAnswer, newAnswers, pushSet, type SetToSend } from '../../cli/send-sets.ts'
import type { RemoteClient } from '../../endpoints/files/remote-client.ts'
import type { WebClient } from '../../endpoints/web/client/web-client.ts'
import type { OwnSender } from '../../registry/self-test-sender.ts'
import { readSigningPair } from '../../signing/sign.ts'
import { verifyAnswer } from '../../signing/verify-answer.ts'

export type Traveller = {
  readonly sender: OwnSender
  /** Of the gateway's answers, PEM. */
  readonly answerCertificate: string
  readonly answerSeconds: number
  readonly now: Date
}

const ENVIRONMENT = 'S'
const FOLDER = folderRow(ENVIRONMENT).out
/** For log-in, upload and deletion. */
const BESIDE_SECONDS = 30
const SEQUENCES = 36 ** 5
/** A name is used once; within a day this one comes back no more. */
export const STEP_MILLISECONDS = 2

/** Through the folders of SFTP or FTP. */
export async function tripByFolders(client: RemoteClient, traveller: Traveller): Promise<void> {
  await withSet(traveller, async (set) => {
    const known = new Set(await newAnswers(client, FOLDER, new Set()))
    const taken = await pushSet(client, set, () => {})
    const answer = await awaitAnswer(client, set.trigger, taken, traveller.answerSeconds, known)
    await requireGood(answer, traveller)
    await takeAway(client, answer)
  })
}

/** Through the web service, whose answers cannot be taken out of OUT: they go with their sets, after an hour. */
export async function tripByWeb(client: WebClient, traveller: Traveller): Promise<void> {
  await withSet(traveller, async (set) => {
    const sent = await pushOverWeb(client, set, true)
    if (!sent.ok) throw new Unavailable(`The set was turned away: ${sent.problem.message}`)
    await requireGood(await awaitMessage(client, set.trigger, sent.value, traveller.answerSeconds), traveller)
  })
}

/** Its own answer alone: other endpoints and other processes wait for theirs in the same folder. */
async function takeAway(client: RemoteClient, { document }: Answer): Promise<void> {
  for (const name of ['FO', 'FS', 'GO'].map((mark) => document.replace(/^FO/, mark))) {
    const removed = await client.remove(`/${FOLDER}/${name}`)
    if (!removed.ok) throw new Unavailable(`${name} is not removed: ${removed.problem.message}`)
  }
}

/** An endpoint that says nothing any more would be waited for without end. */
export async function within({ answerSeconds }: Pick<Traveller, 'answerSeconds'>, trip: Promise<void>): Promise<void> {
  const seconds = answerSeconds + BESIDE_SECONDS
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Unavailable(`The endpoint did not come to an end within ${seconds} s.`)),
      seconds * 1000,
    )
  })
  await Promise.race([trip, late]).finally(() => clearTimeout(timer))
}

async function requireGood({ bytes, signature, acknowledgement }: Answer, { answerCertificate }: Traveller) {
  const { accepted, codes } = acknowledgement
  if (!accepted) throw new Unavailable(`The set was rejected: ${codes.join(', ')}`)
  const finding = await verifyAnswer(bytes, signature, answerCertificate)
  if (finding.outcome !== 'good') throw new Unavailable('The answer is not signed by the certificate of our answers.')
}

/** Files on the disk for as long as the trip takes. */
async function withSet(traveller: Traveller, act: (set: SetToSend) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-self-test-'))
  try {
    await act(await makeSet(traveller, folder))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function makeSet({ sender, now }: Traveller, folder: string): Promise<SetToSend> {
  const document = join(folder, 'declaration.xml')
  const said = `<SelfTest><At>${now.toISOString()}</At></SelfTest>`
  await writeFile(document, `<?xml version="1.0" encoding="UTF-8"?>\n${said}\n`)
  const pair = readSigningPair(sender.signingKey, sender.signingCertificate)
  if (!pair.ok) throw new TypeError(pair.problem.cause)
  const names = await packSet({
    ...{ files: [document], service: OWN_SERVICE.code, sender: sender.senderNumber, environment: ENVIRONMENT },
    ...{ date: nameDate(now), sequence: sequenceAt(now), pair: pair.value, folder: join(folder, 'set'), now },
  })
  return { trigger: names.at(-1) ?? '', files: names.map((name) => join(folder, 'set', name)), bytes: 0 }
}

/** Five characters from the time of the day in Brussels, to which the date in the name belongs. */
export function sequenceAt(now: Date): string {
  const [hours = 0, minutes = 0, seconds = 0] = brusselsTime(now)
    .hour.split(':')
    .map((part) => Number.parseInt(part, 10))
  const milliseconds = ((hours * 60 + minutes) * 60 + seconds) * 1000 + now.getMilliseconds()
  const number = 1 + Math.floor(milliseconds / STEP_MILLISECONDS)
  return (number % SEQUENCES).toString(36).toUpperCase().padStart(5, '0')
}
