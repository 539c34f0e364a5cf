import { steadyFrom } from '../base/carried-clock.ts'
import type { Database } from '../database/database.ts'
import { createFtpEngine } from '../endpoints/ftp/engine.ts'
import type { FtpEndpoint } from '../endpoints/ftp/options.ts'
import type { Mailbox } from '../mailbox/mailbox.ts'
import { ftpDoor } from './ftp-door.ts'
import type { Ground } from './ground.ts'
import { derivedFrom, derivedView } from './live-view.ts'
import type { DoorWatch } from './session-watch.ts'
import { liveTlsPair } from './tls-pair.ts'

/** FTP and FTPS for technical users: a password, the network of their channel, six folders. */
export async function openFtp(
  ground: Ground & DoorWatch & { readonly database: Database; readonly mailbox: Mailbox },
): Promise<FtpEndpoint> {
  const { live, database, mailbox, log, metrics, now, isBanned, registers } = ground
  const { host, port, implicitPort, sessionReuse, closeNotify, clientCertificate } = live.current().ftp
  const asksForCertificate = clientCertificate !== 'ignored'
  return await createFtpEngine({
    ...{ host, port, implicitPort },
    tls: derivedFrom(await liveTlsPair(ground), (pair) => ({
      ...pair,
      ...{ sessionReuse, closeNotify, asksForCertificate },
    })),
    limits: derivedView(
      () => live.current().limits,
      ({ loginFailures, ...limits }) => ({ ...limits, loginFailuresPerSession: loginFailures.perSession }),
    ),
    ...ftpDoor({ database, mailbox, isBanned, settings: () => live.current() }),
    admits: (address) => !isBanned(address),
    register: registers.ftp,
    ...{ log, metrics, now: steadyFrom(now, () => performance.now()) }, // a step of any clock ends no session
  })
}
