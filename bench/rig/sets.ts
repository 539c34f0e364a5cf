/** Whole sets as a sender makes them, and their answers as a sender takes them. */
import { readAcknowledgement } from '../../src/batch/read-acknowledgement.ts'
import { sampleDeclaration } from '../../src/cli/demo/sample-declaration.ts'
import type { RemoteClient } from '../../src/endpoints/files/remote-client.ts'
import { readSigningPair, type SigningPair, signDetached } from '../../src/signing/sign.ts'
import type { Gateway } from './gateway.ts'

export type SignedSet = {
  /** In the order in which they are sent: FI, FS, GO. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[]
}

const IN = '/IN'
const OUT = '/OUT'

/** A declaration of about 1 KB with its signature and its GO, `count` times. */
export async function makeSets(gateway: Gateway, count: number): Promise<SignedSet[]> {
  const { keyPem, certificatePem } = gateway.sender.signing
  const pair = readSigningPair(keyPem, certificatePem)
  if (!pair.ok) throw new TypeError(pair.problem.cause)
  const sets: SignedSet[] = []
  while (sets.length < count) sets.push(await makeSet(gateway.nextKey(), pair.value))
  return sets
}

async function makeSet(key: string, pair: SigningPair): Promise<SignedSet> {
  const now = new Date()
  const declaration = sampleDeclaration(now, key.slice(-7))
  const signature = await signDetached({ content: declaration, pair, signedAt: now })
  return {
    files: [
      { name: `FI.${key}.1.1`, bytes: declaration },
      { name: `FS.${key}.1.1`, bytes: signature },
      { name: `GO.${key}.1`, bytes: new Uint8Array() },
    ],
  }
}

/** Resolves when the gateway has answered the close of GO. */
export async function send(client: RemoteClient, { files }: SignedSet): Promise<void> {
  for (const { name, bytes } of files) {
    const taken = await client.put(`${IN}/${name}`, bytes)
    if (!taken.ok) throw new Error(`${name}: ${taken.problem.message}`)
  }
}

/** Names of the answers' GO files that are listed: FO and FS became visible with them. */
export async function listedAnswers(client: RemoteClient): Promise<readonly string[]> {
  const listed = await client.list(OUT)
  if (!listed.ok) throw new Error(listed.problem.message)
  return listed.value.map(({ name }) => name).filter((name) => name.startsWith('GO.'))
}

/** Reads an answer and deletes it. Throws when it does not accept the set: then something else was measured. */
export async function takeAnswer(client: RemoteClient, trigger: string): Promise<void> {
  const [document, signature] = [trigger.replace(/^GO/, 'FO'), trigger.replace(/^GO/, 'FS')]
  const read = await client.read(`${OUT}/${document}`)
  if (!read.ok) throw new Error(read.problem.message)
  const answer = readAcknowledgement(read.value)
  if (!answer.ok) throw new Error(answer.problem)
  if (!answer.value.accepted) throw new Error(`${answer.value.fileName} was rejected: ${answer.value.codes.join(', ')}`)
  for (const name of [document, signature, trigger]) await client.remove(`${OUT}/${name}`)
}
