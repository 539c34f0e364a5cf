/** Why a time-stamp is not one: a value at the doors of this folder, thrown within it. */

export type StampFaultName = keyof typeof WORDS

export type StampFault = { readonly fault: StampFaultName; readonly seen?: string }

// biome-ignore format: a table
const WORDS = {
  malformed:       'it cannot be read',
  notGranted:      'the authority did not grant it',
  wrongImprint:    'it is about another signature',
  wrongNonce:      'it answers another request',
  wrongPolicy:     'it follows another policy',
  wrongTime:       'its time is not now',
  severalSigners:  'it has not exactly one signer',
  noCertificate:   "it does not hold its signer's certificate",
  notForStamps:    "its signer's certificate is not for time-stamps alone",
  otherCertificate:'it names another certificate than its signer\'s',
  unknownIssuer:   'no trusted authority issued the certificate of its signer',
  outsideValidity: 'a certificate of its signer did not hold at its time',
  unfit:           'a certificate of its signer may not be used',
  tooMuchWork:     'the certificates of its signer lead nowhere',
  attributes:      'its signed attributes are not in order',
  algorithm:       'an algorithm in it is not admitted',
  wrongValue:      'its signature is wrong',
} as const

/** Caught in `check-token.ts` and `stamp-response.ts`, never let out of this folder. */
export class BadStamp extends Error {
  readonly fault: StampFault
  constructor(fault: StampFaultName, seen?: string) {
    super(fault)
    this.fault = seen === undefined ? { fault } : { fault, seen }
  }
}

export function demandStamp(holds: boolean, fault: StampFaultName, seen?: string): asserts holds {
  if (!holds) throw new BadStamp(fault, seen)
}

/** A fragment of a sentence for people. */
export function stampFaultText({ fault, seen }: StampFault): string {
  return seen === undefined ? WORDS[fault] : `${WORDS[fault]} (${seen})`
}
