/** Keys, certificates and signatures as senders make them: with OpenSSL's command line, and nothing of ours. */
import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { outcomeOfProgram } from '../endpoints/support/programs.ts'

const run = promisify(execFile)

export type Pair = { readonly key: string; readonly certificate: string }

export type Authority = Pair & {
  /** A key and a certificate, as files; further words are for `openssl req`, and a `-subj` of theirs counts. */
  issue(name: string, ...newkey: readonly string[]): Promise<Pair>
}

const RSA = ['rsa:2048']

/** An authority whose certificates the gateway of this folder accepts. */
export async function opensslAuthority(folder: string): Promise<Authority> {
  const issuers = join(folder, 'certs', 'issuers')
  await mkdir(issuers, { recursive: true })
  const [key, certificate] = [join(folder, 'authority.key'), join(issuers, 'authority.crt')]
  await openssl(...selfSigned('Test Authority', key, certificate))
  return {
    key,
    certificate,
    async issue(name, ...newkey) {
      const file = (suffix: string) => join(folder, `${name}.${suffix}`)
      const request = ['-subj', `/C=BE/O=${name}/CN=${name}`, '-nodes', '-keyout', file('key'), '-out', file('csr')]
      await openssl('req', '-new', ...request, '-newkey', ...(newkey.length > 0 ? newkey : RSA))
      const extensions = file('ext')
      await writeFile(extensions, 'keyUsage=critical,digitalSignature,nonRepudiation\nsubjectKeyIdentifier=hash\n')
      const issued = ['-CA', certificate, '-CAkey', key, '-CAcreateserial', '-days', '90', '-extfile', extensions]
      await openssl('x509', '-req', '-in', file('csr'), ...issued, '-out', file('crt'))
      return { key: file('key'), certificate: file('crt') }
    },
  }
}

/** Runs `openssl`; a bad ending is thrown with what it said. */
export async function openssl(...words: readonly string[]): Promise<Buffer> {
  const { stdout } = await run('openssl', words, { encoding: 'buffer' })
  return stdout
}

/** A detached signature of `content`, by `openssl cms -sign` or `openssl smime -sign` and what else is said. */
export async function signedBy(
  { key, certificate }: Pair,
  content: string,
  [command, ...words]: readonly [command: 'cms' | 'smime', ...words: string[]],
): Promise<Buffer> {
  const out = `${content}.${process.hrtime.bigint()}.signature`
  await openssl(command, '-sign', '-in', content, '-signer', certificate, '-inkey', key, '-out', out, ...words)
  return await readFile(out)
}

function selfSigned(name: string, key: string, certificate: string): string[] {
  const made = ['-keyout', key, '-out', certificate, '-days', '365', '-addext', 'keyUsage=critical,keyCertSign,cRLSign']
  return ['req', '-x509', '-newkey', ...RSA, '-nodes', '-subj', `/C=BE/O=${name}/CN=${name}`, ...made]
}

/** What the line says that the documentation promises; `folder` is the gateway's. */
export function verificationOf(
  document: string,
  folder: string,
  certificate = join(folder, 'certs', 'acknowledgement.crt'),
): Promise<{ code: number; output: string }> {
  const signature = document.replace('/FO.', '/FS.')
  const line =
    'openssl base64 -d -in "$FS" -out "$FS.der" && openssl cms -verify -binary -inform DER -in "$FS.der" -content "$FO" -CAfile "$CERTIFICATE" -purpose any -out /dev/null'
  return outcomeOfProgram('/bin/sh', ['-c', line], {
    env: { FO: document, FS: signature, CERTIFICATE: certificate },
    cwd: folder,
  })
}
