/** The official two-level cause of a bad signature (annex 25): main code, explanatory code. Kept in the verdict's evidence. */
export type AnnexPair = readonly [main: number, explanatory: number]

/** The finer causes below the codes 125 and 153 that a sender can act on; each has its own text in the reason catalogue. */
export type SignatureDetail =
  | 'emptySignature' // FS holds no byte
  | 'signatureTooLarge' // over 64 KiB
  | 'notBase64' // neither DER nor base64 nor PEM
  | 'wrongArmour' // PEM of something else, a certificate for instance
  | 'smimeMessage' // a whole e-mail instead of the signature alone
  | 'notCms' // readable, but no CMS signature
  | 'trailingBytes' // something follows the signature
  | 'attached' // the document is inside the signature
  | 'severalSigners'
  | 'noSigner'
  | 'outsideProfile' // well-formed CMS, but not as reception demands it
  | 'weakDigest' // MD5, SHA-1 …
  | 'forbiddenAlgorithm'
  | 'weakKey'
  | 'attributes' // signed attributes missing, doubled or misleading
  | 'certificateMissing' // neither in the signature nor registered
  | 'certificateUnreadable'
  | 'otherDocument' // the digest is that of other bytes
  | 'signedAsText' // signed without -binary: over text with CRLF line ends
  | 'asciiMode' // a transfer in ASCII mode changed the line ends
  | 'bomAdded'
  | 'bomRemoved'
  | 'tailMissing' // the last line break was lost on the way
  | 'cutOff' // an XML document that ends in its middle
  | 'tailAdded' // a line break was added on the way
  | 'wrongValue' // the value does not fit the key
  | 'notRegistered'
  | 'notYetValid'
  | 'expired'
  | 'revoked'
  | 'issuerNotAccepted'

/** Reception §8.3, first level. */
// biome-ignore format: a table of the specification
export const ANNEX_25_MAIN: ReadonlyMap<number, string> = new Map([
  [0, 'ok'],
  [1, 'syntax error reading ContentInfo'],
  [2, 'message not found inside ContentInfo although the one-file scheme was announced'],
  [3, 'forbidden algorithm'],
  [4, 'fault in an imposed value'],
  [5, 'no supplied certificate fits the signer’s serial number'],
  [6, 'fault in a certificate extension'],
  [9, 'length error'],
  [10, 'fault in the certificate'],
  [11, 'fault in the message signature'],
  [99, 'unidentified'],
])

/** Reception §8.3, second level; 9xx and 19xx (a missing end of an indefinite length) follow from these by rule. */
// biome-ignore format: a table of the specification
export const ANNEX_25_EXPLANATORY: ReadonlyMap<number, string> = new Map([
  [0, 'none'],
  [1, 'not a ContentInfo'],
  [2, 'contentType'],
  [3, 'signedData'],
  [4, 'version'],
  [5, 'digestAlgorithmIdentifiers'],
  [6, 'digestAlgorithmIdentifier'],
  [7, 'inner contentInfo'],
  [8, 'inner data'],
  [9, 'certificates'],
  [10, 'certificate'],
  [11, 'signerInfos'],
  [12, 'signerInfo'],
  [13, 'signerInfo version'],
  [14, 'issuerAndSerialNumber'],
  [15, 'issuer'],
  [16, 'serial number'],
  [17, 'digestAlgorithm'],
  [18, 'authenticatedAttributes'],
  [19, 'digestEncryptionAlgorithm'],
  [20, 'encryptedDigest'],
  [21, 'data after signedData'],
  [22, 'crls present'],
  [23, 'unauthenticatedAttributes present'],
  [1001, 'inside the certificate'],
  [1101, 'unknown public key type'],
  [1102, 'signature algorithm not recognised'],
  [1103, 'wrong certificate signature'],
  [1104, 'CA not accepted'],
  [1202, 'wrong algorithm'],
  [1203, 'wrong signature'],
  [1204, 'wrong authenticatedAttributes'],
  [1205, 'wrong hash in authenticatedAttributes'],
  [1206, 'wrong algorithm in authenticatedAttributes'],
  [1207, 'outside certificate validity'],
  [3001, 'not-admitted algorithm in DigestAlgorithmIdentifiers'],
  [3002, 'not-admitted algorithm in signerInfo.digestAlgorithm'],
  [3003, 'not-admitted algorithm in signerInfo.digestEncryptionAlgorithm'],
  [3004, 'not-admitted algorithm in the certificate signature'],
  [3005, 'not-admitted algorithm of the certificate key'],
  [4001, 'contentType must be signedData'],
  [4002, 'signedData version must be 1'],
  [4003, 'inner contentType must be data'],
  [4004, 'signerInfo version must be 1'],
  [4005, 'certificate version 0, 1 or 2'],
])

/** A pair in words, for evidence and audit: `10-1207: fault in the certificate: outside certificate validity`. */
export function annexText([main, explanatory]: AnnexPair): string {
  const first = ANNEX_25_MAIN.get(main) ?? 'unidentified'
  return `${main}-${explanatory}: ${first}: ${explanatoryText(explanatory)}`
}

function explanatoryText(code: number): string {
  const known = ANNEX_25_EXPLANATORY.get(code)
  if (known) return known
  const item = ANNEX_25_EXPLANATORY.get(code - 900)
  return item ? `${item}: missing end of an indefinite-length item` : 'unidentified'
}
