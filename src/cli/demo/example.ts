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
  readonly signing: KeyAndCertificate
}

type Enterprise = { readonly number: string; readonly name: string; readonly contact: string }

/** Numbers with right check digits that belong to nobody's example but ours. */
export const ENTERPRISES: readonly Enterprise[] = [
  { number: '0123456749', name: 'Example Bakery', contact: 'Example,Erin,erin@bakery.example,+3225550101' },
  { number: '1000000021', name: 'Example Foundry', contact: 'Example,Noor,noor@foundry.example,+3225550102' },
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
  { number, name, contact }: Enterprise,
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
  const enrolment = (await gateway.command(
    ...['enrol', '--enterprise', number, '--name', name, '--quality', 'QUAL_EMP_NOSS', '--services', 'DMFA,DIMN'],
    ...['--channel', 'sftp', '--ssh-key', keyFile, '--certificate', certificateFile, '--contact', contact],
  )) as { senderNumber: string; channels: readonly { username: string }[] }
  const userName = enrolment.channels[0]?.username ?? ''
  return { number: enrolment.senderNumber, userName, sshKey: key.privateKey, signing }
}
