/** The sets of the senders, each of a kind whose outcome is known. */
import { existsSync } from 'node:fs'
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { nameDate } from '../../src/batch/dates.ts'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import { sampleDeclaration } from '../../src/cli/demo/sample-declaration.ts'
import { packSet } from '../../src/cli/pack-set.ts'
import { readSigningPair } from '../../src/signing/sign.ts'
import type { SentSet } from '../gateway/checker.ts'

export type SoakSet = {
  /** Holds the files and nothing else. */
  readonly folder: string
  readonly trigger: string
  /** The GO last. */
  readonly files: string[]
  readonly bytes: number
  readonly expected: SentSet['expected']
  /** To be sent once more as a whole when its acceptance was seen. */
  readonly isRepeated: boolean
}

type KindOfSet = {
  readonly service?: 'DMFA' | 'DIMN'
  readonly parts?: number
  /** Of the declaration: blanks that XML does not mind. */
  readonly padding?: number
  readonly expected: SentSet['expected']
  readonly isRepeated?: boolean
  /** What is done to the files of a good one. */
  spoil?(files: readonly string[]): Promise<void>
}

export const KINDS_OF_SETS: Readonly<Record<string, KindOfSet>> = {
  good: { expected: 'accepted' },
  large: { expected: 'accepted', padding: 300_000 },
  ofTwoParts: { expected: 'accepted', parts: 2 },
  ofAnotherService: { expected: 'accepted', service: 'DIMN' },
  repeated: { expected: 'accepted', isRepeated: true },
  withoutSignature: { expected: 'rejected', spoil: (files) => removed(files, /^FS/) },
  withABadSignature: { expected: 'rejected', spoil: ([declaration = '']) => appendFile(declaration, ' ') },
  withoutItsSecondPart: { expected: 'rejected', parts: 2, spoil: (files) => removed(files, /^F.*\.2$/) },
}

/** Names and certificates are some days old, so that a clock which is a day behind finds neither in its future. */
export const AGE_MILLISECONDS = 3 * 86_400_000

/** `sequence`: five characters, new for each set of the sender. */
export async function makeSoakSet(
  site: string,
  sender: ExampleSender,
  kind: KindOfSet,
  sequence: string,
): Promise<SoakSet> {
  const { service = 'DMFA', parts = 1, padding = 0, expected, isRepeated = false, spoil } = kind
  const outside = await mkdtemp(join(site, 'set-'))
  const source = join(outside, 'source')
  const folder = join(outside, 'set')
  await mkdir(folder)
  const document = service === 'DMFA' ? sampleDeclaration(new Date(), sequence) : DIMONA
  await writeFile(source, Buffer.concat([document, Buffer.alloc(padding, '\n')]))
  const pair = readSigningPair(sender.signing.keyPem, sender.signing.certificatePem)
  if (!pair.ok) throw new TypeError(pair.problem.cause)
  const date = nameDate(new Date(Date.now() - AGE_MILLISECONDS))
  const names = await packSet({
    ...{ files: Array(parts).fill(source), service, sender: sender.number, environment: 'R', date, sequence },
    ...{ pair: pair.value, folder, now: new Date() },
  })
  const written = names.map((name) => join(folder, name))
  await spoil?.(written)
  const files = spoil ? written.filter((file) => existsSync(file)) : written
  return { folder, trigger: names.at(-1)!, files, bytes: document.length, expected, isRepeated }
}

const DIMONA = Buffer.from(
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Dimona xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="Dimona_20231.xsd">',
    '  <Form><Identification>DIMONA</Identification></Form>',
    '</Dimona>',
    '',
  ].join('\r\n'),
)

async function removed(files: readonly string[], which: RegExp): Promise<void> {
  for (const file of files) if (which.test(basename(file))) await rm(file)
}
