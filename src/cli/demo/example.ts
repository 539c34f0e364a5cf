/** The demo's invented world: an authority, two enterprises with their keys and certificates, all in a throw-away folder. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeUserKey } from '../../endpoints/sftp/user-key.ts'
import { issueCertificate, type KeyAndCertificate, makeCa } from '../../signing/make-certificate.ts'
import type { GatewayProcess } from './gateway-process.ts'

export type ExampleSender = {
  readonly number: string
  readonly userName: string
  readonly sshKey: string
  /** Of its FTP channel, when it has one. */
  readonly ftp: { readonly user: string; readonly password: string } | null
  /** Client id of its web channel, when it has one; the key of its certificate proves it. */
  readonly clientId: string | null
  readonly signing: KeyAndCertificate
}

export type Enterprise = {
  readonly number: string
  readonly name: string
  readonly contact: string
  readonly quality: string
  /** From which its FTP channel is used; null: it has none. */
  readonly network: string | null
  /** Whether it has a web channel. */
  readonly web: boolean
}

/** Numbers with right check digits that belong to nobody's example but ours: a bakery, a foundry, a municipality. */
// biome-ignore format: a table
export const ENTERPRISES: readonly [Enterprise, Enterprise, Enterprise] = [
  { number: '0123456749', name: 'Example Bakery',  contact: 'Example,Erin,erin@bakery.example,+3225550101',  quality: 'QUAL_EMP_NOSS', network: null,        web: true },
  { number: '1000000021', name: 'Example Foundry', contact: 'Example,Noor,noor@foundry.example,+3225550102', quality: 'QUAL_EMP_NOSS', network: null,        web: false },
  { number: '1000000120', name: 'Example Town',    contact: 'Example,Sam,sam@town.example,+3225550103',      quality: 'QUAL_MUN_ADM',  network: 'publilink', web: true },
]

const DAYS = 365

/** Makes the authority whose certificates senders may register. */
export async function makeAuthority(folder: string, now: Date): Promise<KeyAndCertificate> {
  const authority = await makeCa({ commonName: 'Example Authority', keyType: 'rsa', days: DAYS, now })
  await mkdir(join(folder, 'certs', 'issuers'), { recursive: true })
  await writeFile(join(folder, 'certs', 'issuers', 'example-authority.crt'), authority.certificatePem)
  return authority
}

/** Enrols an enterprise by the operator's command, as anybody would. */
export async function enrolExample(
  gateway: GatewayProcess,
  folder: string,
  authority: KeyAndCertificate,
  { number, name, contact, quality, network, web }: Enterprise,
  now: Date,
): Promise<ExampleSender> {
  const key = await makeUserKey(name)
  const signing = await issueCertificate(authority, {
    commonName: name,
    enterpriseNumber: number,
    keyType: 'rsa',
    days: DAYS,
    now,
  })
  const [keyFile, certificateFile] = [join(folder, `${number}.pub`), join(folder, `${number}.crt`)]
  await writeFile(keyFile, key.publicKey)
  await writeFile(certificateFile, signing.certificatePem)
  const { senderNumber, channels } = (await gateway.command(
    ...['enrol', '--enterprise', number, '--name', name, '--quality', quality, '--services', 'DMFA,DIMN'],
    ...['--channel', 'sftp', '--ssh-key', keyFile, '--certificate', certificateFile, '--contact', contact],
    ...(network === null ? [] : ['--channel', 'ftp', '--network', network]),
    ...(web ? ['--channel', 'web'] : []),
  )) as { senderNumber: string; channels: readonly EnrolledChannel[] }
  const channel = (wanted: string) => channels.find(({ type }) => type === wanted)
  const ftp = channel('ftp')
  return {
    ...{ number: senderNumber, userName: channel('sftp')?.username ?? '', sshKey: key.privateKey, signing },
    ftp: ftp ? { user: ftp.username ?? '', password: ftp.password ?? '' } : null,
    clientId: channel('web')?.clientId ?? null,
  }
}

type EnrolledChannel = {
  readonly type: string
  readonly username?: string
  readonly password?: string
  readonly clientId?: string
}
