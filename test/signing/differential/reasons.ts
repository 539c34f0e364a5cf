export type Verdict = {
  readonly accepted: boolean
  readonly words: string
  /** A certificate comes along that claims the signer's issuer and number and is not the registered one. */
  readonly bringsNamesake: boolean
}

/** Why we refuse what OpenSSL accepts, by what we say of it. */
// biome-ignore format: a table
const STRICTER: readonly (readonly [words: RegExp, why: string])[] = [
  [/^125 1-21 trailingBytes/,                                    'decision 16: nothing may follow the signature'],
  [/^125 4-4002 .* version|^125 4-4004 .* signer version/,       'decision 16: SignedData and SignerInfo are of version 1, which fits what is in them; OpenSSL does not look at it'],
  [/^125 4-4003 /,                                               'decision 16: the content is id-data'],
  [/^125 4-8 attached/,                                          'decision 16: the document is beside the signature, never inside'],
  [/^125 4-11 severalSigners/,                                   'decision 16: there is one signer'],
  [/^125 1-22 outsideProfile crls/,                              'decision 16: no revocation lists come along'],
  [/^125 1-23 outsideProfile unsigned attributes/,               'decision 16: no unsigned attributes'],
  [/^125 9-(?:5|9) outsideProfile/,                              'decision 16: ten certificates, ten digests at most'],
  [/^125 (?:3-300[123]|10-1101) /,                               'decision 16: digests, signatures and keys are of the admitted kinds and have the parameters of their standard, also those that come along'],
  [/^125 3-3005 weakKey/,                                        'decision 16: a key that comes along is as sound as one that is uploaded (case C18)'],
  [/^125 11-1202 outsideProfile/,                                'decision 16: the digest is announced, and digest and signature algorithm agree (case C10)'],
  [/^125 11-1204 attributes not DER/,                            'rule 4.6: signed attributes are DER as they stand; OpenSSL writes them anew before it looks'],
  [/^125 11-1204 attributes/,                                    'rule 4.6: contentType and messageDigest are there once with one value each, as are their types'],
  [/^125 (?:10|9)-1001 |^125 10-1901 /,                          'decision 16: each certificate that comes along is DER as RFC 5280 has it; OpenSSL passes over what it does not need'],
  [/^153 0-0 notRegistered/,                                     'decision 17: the certificate that comes along is compared whole with those that are registered'],
  [/^125 5-16 certificateMissing/,                               'decision 17: the name of the issuer is compared byte for byte; OpenSSL folds case and reads BER in it'],
  [/^125 1-20 notCms/,                                           'decision 16: the value is one primitive OCTET STRING; OpenSSL puts pieces together'],
  [/^125 \d+-\d+ notCms an integer is not in its shortest form/, 'X.690 8.3.2: an integer has one form, in BER as well; OpenSSL reads others'],
  [/^125 1-\d+ notCms/,                                          'RFC 5652: every field stands in its place and has its type; OpenSSL passes over a wrong tag here and there'],
]

const NAMESAKE =
  'decision 17: the certificate that comes along is the one that counts (case C5); OpenSSL takes the one it is handed'

/**
 * The one reason to accept what OpenSSL refuses, and only where it accepts the same signature without the certificates that came along:
 * one of them, which nobody named, has a name or a key that we never look at.
 */
export const NOBODYS = 'decision 17: of a certificate that comes along and is not the signer’s, only the frame is read'

/** The written reason for a difference, or null when there is none. */
export function whyWeDiffer({ accepted, words, bringsNamesake }: Verdict): string | null {
  if (bringsNamesake && /^125 11-120[23] /.test(words)) return NAMESAKE
  return accepted ? null : (STRICTER.find(([form]) => form.test(words))?.[1] ?? null)
}
