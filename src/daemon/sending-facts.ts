/** What a sender must know of the doors to send: filled for the portal with what is in force (spec access.md §5 row 19). */
import { X509Certificate } from 'node:crypto'
import { Misconfigured } from '../base/errors.ts'
import type { Config } from '../config/schema.ts'
import { type HostKey, loadHostKeys } from '../endpoints/sftp/host-keys.ts'
import type { SendingFacts } from '../portal/reports-ground.ts'
import type { Ground } from './ground.ts'
import { publicUrlOf } from './portal-address.ts'
import type { TlsPair } from './tls-pair.ts'

/** Ports that were really had; a door that this process does not open has the configured one. */
export type SendingPorts = { readonly sftp: number | undefined; readonly ftp: number | undefined }

export type SendingUnder = Pick<Ground, 'live' | 'now'> & {
  readonly pair: () => TlsPair
  readonly ports: SendingPorts
}

/** Host keys are read once, for the endpoint does not read them again either. */
export function sendingFactsOf({ live, pair, ports }: SendingUnder): () => Promise<SendingFacts> {
  let hostKeys: Promise<readonly HostKey[]> | null = null
  return async () => {
    const config = live.current()
    hostKeys ??= hostKeysOf(config)
    const { sftp, ftp, web, mode } = config
    return {
      sftp: {
        ...{ host: hostOf(sftp, config), port: sftp.publicPort ?? ports.sftp ?? sftp.port },
        hostKeys: (await hostKeys).map(({ type, fingerprint }) => ({ type, fingerprint })),
      },
      ftp: {
        ...{ host: hostOf(ftp, config), port: ftp.publicPort ?? ports.ftp ?? ftp.port },
        implicitPort: ftp.implicitPort && (ftp.publicImplicitPort ?? ftp.implicitPort),
        ...{ mustUseTls: ftp.tls === 'required', passivePorts: ftp.passivePorts },
        ...tlsFacts(pair()),
      },
      web: { url: `${publicUrlOf(web, mode)}/REST/structuredReports/v1` },
      networks: config.networks.map(({ name, cidrs, plainFtp }) => ({ name, cidrs, plainFtp })),
      gatewayNumber: config.names.gatewayNumber,
    }
  }
}

/** The files are the same on every node; one without them shows none, and its pages say whom to ask. */
async function hostKeysOf({ certs, sftp }: Config): Promise<readonly HostKey[]> {
  try {
    return await loadHostKeys(certs.dir, { make: false, ecdsa: sftp.ecdsa })
  } catch (error) {
    if (error instanceof Misconfigured) return []
    throw error
  }
}

type Door = { readonly host: string; readonly port: number; readonly publicHost: string }

/** The public host, or that of the listener, or that of the portal where a listener is open to everybody. */
function hostOf({ host, port, publicHost }: Door, { portal, mode }: Config): string {
  if (publicHost !== '') return publicHost
  const url = publicUrlOf({ host, port, publicUrl: '' }, mode)
  const isEverywhere = host === '0.0.0.0' || host === '::'
  return new URL(isEverywhere && portal.publicUrl !== '' ? portal.publicUrl : url).hostname
}

function tlsFacts({ certificatePem }: TlsPair) {
  const { fingerprint256, validTo } = new X509Certificate(certificatePem)
  return { tlsFingerprint: fingerprint256, tlsEndsAt: new Date(validTo) }
}
