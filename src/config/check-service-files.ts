/** The files that online services name: secrets that nobody else can read, and certificates that are some. Reads only. */
import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Fault } from './problems.ts'
import type { Config } from './schema.ts'
import { privateFileFault, readSecret, secretFault, unreadable } from './secret.ts'

type FileFault = Omit<Fault, 'setting'>
type Check = (path: string) => Promise<FileFault | null>

export async function checkServiceFiles({ services }: Pick<Config, 'services'>): Promise<Fault[]> {
  const looked = services.flatMap(({ target, tokenFile, clientCertificateFile }, index) => {
    const at = `services.${index}`
    return [
      look(`${at}.tokenFile`, tokenFile, tokenFault),
      look(`${at}.clientCertificateFile`, clientCertificateFile, certificateFault),
      look(`${at}.target.tokenFile`, target.tokenFile, tokenFault),
      look(`${at}.target.keyFile`, target.keyFile, privateFileFault),
      look(`${at}.target.certificateFile`, target.certificateFile, certificateFault),
      look(`${at}.target.caFile`, target.caFile, certificateFault),
    ]
  })
  return (await Promise.all(looked)).flat()
}

async function look(setting: string, path: string, check: Check): Promise<Fault[]> {
  const fault = path === '' ? null : await check(path)
  return fault ? [{ setting, ...fault }] : []
}

/** What goes into a header of HTTP. */
const TOKEN = /^[\x21-\x7e]{1,1000}$/

async function tokenFault(path: string): Promise<FileFault | null> {
  const fault = await secretFault(path)
  if (fault || TOKEN.test((await readSecret(path)).trim())) return fault
  return { found: `${path} holds no token.`, remedy: 'Write it in printable ASCII characters, without spaces.' }
}

async function certificateFault(path: string): Promise<FileFault | null> {
  const pem = await readFile(path, 'utf8').catch((error: unknown) => unreadable(error, path))
  if (typeof pem !== 'string') return pem
  try {
    new X509Certificate(pem)
    return null
  } catch {
    return { found: `${path} is not a certificate.`, remedy: 'Store it as PEM.' }
  }
}
