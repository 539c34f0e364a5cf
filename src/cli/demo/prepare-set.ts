/** The files of a scene, written as its sender would, and then damaged as the scene wants it. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nameDate } from '../../batch/dates.ts'
import { readSigningPair, type SigningPair } from '../../signing/sign.ts'
import { packSet } from '../pack-set.ts'
import type { ExampleSender } from './example.ts'
import { sampleDeclaration } from './sample-declaration.ts'
import type { Scene } from './scenes.ts'

export type SceneCast = { readonly own: ExampleSender; readonly other: ExampleSender }

export type PreparedSet = { readonly trigger: string; readonly files: readonly string[] }

/** Into `folder`, which is made. */
export async function prepareSet(scene: Scene, cast: SceneCast, folder: string, now: Date): Promise<PreparedSet> {
  const document = join(folder, 'declaration.xml')
  const setFolder = join(folder, 'set')
  await mkdir(setFolder, { recursive: true })
  const reference = `DEMO ${scene.sequence}`
  const sound = sampleDeclaration(now, reference)
  await writeFile(document, scene.damage === 'doctype' ? withDoctype(sound) : sound)
  const { number } = cast[scene.number]
  const names = await packSet({
    ...{ files: [document], service: 'DMFA', sender: number, folder: setFolder, now },
    ...{ environment: scene.environment, date: nameDate(now), sequence: scene.sequence },
    pair: scene.signedBy === 'nobody' ? null : pairOf(cast[scene.signedBy]),
  })
  const [declaration = ''] = names
  if (scene.damage === 'oneByte') await writeFile(join(setFolder, declaration), withOneByteChanged(sound))
  return { trigger: names.at(-1) ?? '', files: names.map((name) => join(setFolder, name)) }
}

function pairOf({ signing }: ExampleSender): SigningPair {
  const pair = readSigningPair(signing.keyPem, signing.certificatePem)
  if (!pair.ok) throw new TypeError(pair.problem.cause)
  return pair.value
}

function withOneByteChanged(document: Buffer): string {
  return document.toString('utf8').replace('000000000123456', '000000000123457')
}

function withDoctype(document: Buffer): string {
  return document.toString('utf8').replace('?>', '?>\r\n<!DOCTYPE DmfAOriginal [<!ENTITY e "x">]>')
}
