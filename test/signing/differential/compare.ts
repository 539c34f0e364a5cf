import type { Certificate } from '../../../src/signing/certificate.ts'
import { readSignature } from '../../../src/signing/signer.ts'
import { verifySignature } from '../../../src/signing/verify-signature.ts'
import { asked, type Signer } from '../crafted.ts'
import { type Draw, drawFrom } from './draw.ts'
import { OCTET_EDITS, TREE_EDITS } from './edits.ts'
import { opensslAccepts } from './openssl-verdict.ts'
import type { Original } from './originals.ts'
import { NOBODYS, type Verdict, whyWeDiffer } from './reasons.ts'
import { SIGNED_EDITS } from './signed-edits.ts'
import { withoutCertificates } from './tree.ts'

export type Comparison = {
  readonly mutants: number
  readonly bothAccept: number
  readonly bothRefuse: number
  /** By the written reason. */
  readonly explained: Readonly<Record<string, number>>
  readonly unexplained: readonly string[]
}

const TOGETHER = 3

/** Changes the originals by the numbers that follow from `seed`, and holds our verdict on each against that of OpenSSL. */
export async function compare(
  from: readonly Original[],
  seed: number,
  mutants: number,
  folder: string,
): Promise<Comparison> {
  const counts = { bothAccept: 0, bothRefuse: 0 }
  const explained: Record<string, number> = {}
  const unexplained: string[] = []
  const judge = async (index: number, place: string): Promise<void> => {
    const { original, mutant } = mutantOf(from, seed, index)
    const ours = await verdictOf(mutant, original)
    const theirs = await opensslAccepts(mutant, original, place)
    if (ours.accepted === theirs) counts[theirs ? 'bothAccept' : 'bothRefuse']++
    else {
      const why = ours.accepted ? await whyAccepted(mutant, original, place) : whyWeDiffer(ours)
      if (why === null)
        unexplained.push(`${index} ${original.name}: ${ours.words}, OpenSSL ${theirs} ${mutant.toString('hex')}`)
      else explained[why] = (explained[why] ?? 0) + 1
    }
  }
  let next = 0
  const lane = async (_: unknown, number: number): Promise<void> => {
    for (let index = next++; index < mutants; index = next++) await judge(index, `${folder}/${number}`)
  }
  await Promise.all(Array.from({ length: TOGETHER }, lane))
  return { mutants, ...counts, explained, unexplained }
}

async function whyAccepted(mutant: Buffer, original: Original, place: string): Promise<string | null> {
  return (await opensslAccepts(withoutCertificates(mutant), original, place)) ? NOBODYS : null
}

/** The first ones are the originals as they are. */
export function mutantOf(
  from: readonly Original[],
  seed: number,
  index: number,
): { readonly original: Original; readonly mutant: Buffer } {
  const unchanged = from[index]
  if (unchanged) return { original: unchanged, mutant: unchanged.file }
  const draw = drawFrom(seed, index)
  const original = draw.of(from)
  const { author } = original
  if (author && draw.below(2) === 0) return { original, mutant: draw.of(SIGNED_EDITS)(author, draw) }
  const edits = Array.from({ length: draw.of([1, 1, 1, 2, 3]) }, () =>
    draw.of(draw.below(3) === 0 ? OCTET_EDITS : TREE_EDITS),
  )
  return { original, mutant: edits.reduce((bytes, edit) => editedOr(bytes, edit, draw), original.file) }
}

/** What an earlier edit left may be no tree any more: then it stays as it is. */
function editedOr(bytes: Buffer, edit: (bytes: Buffer, draw: Draw) => Buffer, draw: Draw): Buffer {
  try {
    return edit(bytes, draw)
  } catch {
    return bytes
  }
}

async function verdictOf(mutant: Buffer, original: Original): Promise<Verdict> {
  const { content, certificate, issuers, at } = original
  const finding = await verifySignature({
    ...asked({ certificate } as Signer, mutant, content),
    ...(issuers.length > 0 && { issuers, allowSelfSigned: false }),
    sealedAt: at,
  })
  const bringsNamesake = namesakeIn(mutant, certificate)
  if (finding.outcome === 'good') return { accepted: true, words: 'good', bringsNamesake }
  const { code, annex25, detail, seen = '' } = finding
  return { accepted: false, words: `${code} ${annex25.join('-')} ${detail} ${seen}`.trim(), bringsNamesake }
}

function namesakeIn(mutant: Buffer, registered: Certificate): boolean {
  const read = readSignature(mutant)
  if (!read.ok) return false
  const { issuer, serial, certificates } = read.value
  return certificates.some(
    (one) => one.issuer.equals(issuer) && one.serial.equals(serial) && !one.der.equals(registered.der),
  )
}
