import { createHash } from 'node:crypto'
import {
  boolean,
  context,
  type Der,
  element,
  integer,
  octetString,
  oid,
  sequence,
  unsigned,
} from '../../../src/signing/der.ts'
import { signingCertificateV2 } from '../../../src/signing/timestamp/signing-certificate.ts'
import { STAMP_NAME } from '../../../src/signing/timestamp/stamp-names.ts'
import { extension } from '../../../src/signing/write-certificate.ts'
import { authority, constraints, type Holder, type Issue, issue, NOW, nameOf } from '../authorities.ts'
import { attribute, cms, NAME, type Pieces, type SignerPieces, signerPart } from '../crafted.ts'

/** Time-stamps and their authorities made piece by piece, so that a test can make one piece wrong. */
export const VALUE = Buffer.from('the value of a signature')
export const IMPRINT = createHash('sha256').update(VALUE).digest()
export const NONCE = Buffer.from('40112233445566778899aabbccddeeff', 'hex')
export const POLICY = '1.3.6.1.4.1.99999.1'
export const STAMPING = '1.3.6.1.5.5.7.3.8'

export const forStamps = (critical = true, ...names: readonly string[]): Der =>
  extension('2.5.29.37', sequence(...[STAMPING, ...names].map(oid)), critical)

export const root = authority('Root of stamps')

export function stamper(more: Partial<Issue> = {}): Holder {
  const extensions = [extension('2.5.29.19', sequence(), true), forStamps()]
  return issue({ name: nameOf({ CN: 'Stamper' }), by: root, keyType: 'P-256', extensions, ...more })
}

export const generalized = (text: string): Der => element(0x18, Buffer.from(text))
/** An authority that stamps although it is one. */
export const constrained = constraints

export type InfoPieces = {
  readonly version?: Der
  readonly policy?: Der
  readonly algorithm?: string
  readonly imprint?: Uint8Array
  readonly time?: Der
  /** After the time, in place of accuracy, nonce and name. */
  readonly rest?: readonly Der[]
}

/** A TSTInfo that is right in all that is not given. */
export function tstInfo(pieces: InfoPieces = {}): Der {
  const accuracy = sequence(integer(1), element(0x80, Buffer.of(0x01, 0xf4)))
  return sequence(
    pieces.version ?? integer(1),
    pieces.policy ?? oid(POLICY),
    sequence(sequence(oid(pieces.algorithm ?? NAME.sha256)), octetString(pieces.imprint ?? IMPRINT)),
    integer(4711),
    pieces.time ?? generalized(`${NOW.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}.25Z`),
    ...(pieces.rest ?? [accuracy, boolean(true), unsigned(NONCE), context(0, context(4, nameOf({ CN: 'Stamper' })))]),
  )
}

export type TokenPieces = {
  readonly info?: Der
  readonly attributes?: (usual: readonly Der[]) => readonly Der[]
  readonly signer?: SignerPieces
  readonly cms?: Pieces
}

/** A token that is right in all that is not given. */
export function token(by: Holder, pieces: TokenPieces = {}): Der {
  const signer = { ...by, pem: { keyPem: '', certificatePem: '' } }
  const info = pieces.info ?? tstInfo()
  const usual = [
    attribute(STAMP_NAME.contentType, oid(STAMP_NAME.tstInfo)),
    attribute(STAMP_NAME.messageDigest, octetString(createHash('sha256').update(info).digest())),
    attribute(STAMP_NAME.signingCertificateV2, signingCertificateV2(by.certificate)),
  ]
  const attributes = pieces.attributes?.(usual) ?? usual
  return cms(signer, info, {
    version: integer(3),
    inner: sequence(oid(STAMP_NAME.tstInfo), context(0, octetString(info))),
    signers: [signerPart(signer, info, { attributes, ...pieces.signer })],
    ...pieces.cms,
  })
}

/** A TimeStampResp; without a token when that is null. */
export function response(made: Der | null, status = 0, words: readonly Der[] = []): Der {
  return sequence(sequence(integer(status), ...words), ...(made ? [made] : []))
}
