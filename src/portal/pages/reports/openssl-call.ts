/** One line that makes the file FS with OpenSSL: CMS, detached, SHA-256, base64 on one line (decision 16). */
export function opensslCall({
  declaration,
  signature,
}: {
  readonly declaration: string
  readonly signature: string
}): string {
  const sign = `openssl cms -sign -binary -md sha256 -signer certificate.pem -inkey private.key -in ${declaration} -outform DER`
  return `${sign} | openssl base64 -A -out ${signature}`
}
