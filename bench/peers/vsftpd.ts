/**
 * vsftpd on loopback, with a configuration of its own and without privileges of its own. Debian's FTP servers exclude each other
 * and begin to serve when they are installed, so `VSFTPD` may name a program that was only unpacked (`apt-get download vsftpd && dpkg -x …`).
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { makeSelfSigned } from '../../src/signing/make-certificate.ts'
import { NotRun } from '../figure.ts'
import { freePort, type Server, startServer, untilListening } from '../rig/server.ts'
import { findProgram } from './find-program.ts'
import type { FtpAccount } from './ftp-account.ts'

export type Vsftpd = Server & { readonly account: FtpAccount }

/** `folder` takes its keys; files go to and come from `dir`. Throws `NotRun` when it is missing or does not start here. */
export async function startVsftpd(folder: string, dir: string, stop: AbortSignal): Promise<Vsftpd> {
  const program = await findProgram('vsftpd', process.env.VSFTPD)
  if (!program)
    throw new NotRun('there is no vsftpd (Debian: vsftpd; or name an unpacked one in the environment as VSFTPD)')
  const at = (name: string): string => join(folder, name)
  await mkdir(at('empty'), { recursive: true })
  const { keyPem, certificatePem } = await makeSelfSigned({
    ...{ commonName: 'localhost', keyType: 'ec', days: 1, now: new Date() },
    alternativeNames: ['localhost', '127.0.0.1'],
  })
  await writeFile(at('key'), keyPem, { mode: 0o600 })
  await writeFile(at('certificate'), certificatePem)
  const port = await freePort()
  await writeFile(at('configuration'), configuration(port, dir, at), { mode: 0o600 })
  const server = await startServer({
    ...{ program, words: [at('configuration')], stop },
    ready: (ended) => untilListening(port, ended),
  }).catch((error: Error) => {
    throw new NotRun(`vsftpd does not start: ${error.message}`)
  })
  return {
    ...server,
    account: { host: '127.0.0.1', port, user: 'anonymous', password: 'bench', root: dir },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

/** Whoever runs the benchmark is its user: without root there is no other, and the anonymous one needs no password file. */
function configuration(port: number, dir: string, at: (name: string) => string): string {
  const settings = {
    ...{
      listen: 'YES',
      listen_address: '127.0.0.1',
      listen_port: port,
      background: 'NO',
      run_as_launching_user: 'YES',
    },
    ...{ anonymous_enable: 'YES', ftp_username: userInfo().username, anon_root: dir, anon_world_readable_only: 'NO' },
    ...{
      write_enable: 'YES',
      anon_upload_enable: 'YES',
      anon_mkdir_write_enable: 'YES',
      anon_other_write_enable: 'YES',
    },
    ...{ allow_writeable_chroot: 'YES', secure_chroot_dir: at('empty'), seccomp_sandbox: 'NO', xferlog_enable: 'NO' },
    ...{ ssl_enable: 'YES', allow_anon_ssl: 'YES', force_local_data_ssl: 'NO', force_local_logins_ssl: 'NO' },
    ...{ rsa_cert_file: at('certificate'), rsa_private_key_file: at('key'), ssl_ciphers: 'HIGH' },
    ...{ max_clients: 0, max_per_ip: 0 },
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}
