import { steadyFrom } from '../base/carried-clock.ts'
import type { Database } from '../database/database.ts'
import { createSftpEngine } from '../endpoints/sftp/engine.ts'
import { loadHostKeys, loadNextHostKeys } from '../endpoints/sftp/host-keys.ts'
import type { SftpEndpoint } from '../endpoints/sftp/options.ts'
import type { Mailbox } from '../mailbox/mailbox.ts'
import type { Ground } from './ground.ts'
import { derivedView } from './live-view.ts'
import type { DoorWatch } from './session-watch.ts'
import { sftpDoor } from './sftp-door.ts'

/** SFTP for technical users: keys only, six folders. */
export async function openSftp(
  ground: Ground & DoorWatch & { readonly database: Database; readonly mailbox: Mailbox },
): Promise<SftpEndpoint> {
  const { live, database, mailbox, log, metrics, now, isBanned, registers } = ground
  const { sftp, certs, mode } = live.current()
  const door = sftpDoor({
    ...{ database, mailbox, isBanned },
    networks: () => live.current().networks,
    limits: () => live.current().limits.loginFailures,
  })
  return await createSftpEngine({
    host: sftp.host,
    port: sftp.port,
    hostKeys: await loadHostKeys(certs.dir, { make: mode === 'trial', ecdsa: sftp.ecdsa }),
    nextHostKeys: await loadNextHostKeys(certs.dir),
    algorithms: { ecdsa: sftp.ecdsa },
    methods: ['publickey'],
    limits: derivedView(
      () => live.current().limits,
      ({ loginFailures, ...limits }) => ({ ...limits, loginFailuresPerSession: loginFailures.perSession }),
    ),
    ...door,
    admits: (address) => !isBanned(address),
    register: registers.sftp,
    ...{ log, metrics, now: steadyFrom(now, () => performance.now()) }, // a step of any clock ends no session
  })
}
