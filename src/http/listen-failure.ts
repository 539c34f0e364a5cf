import { Misconfigured } from '../base/errors.ts'

const CAUSES: Readonly<Record<string, readonly [cause: string, remedy: string]>> = {
  EADDRINUSE: [
    'is taken by another program.',
    'Stop that program, or choose another port (`ss -ltnp` names the owner).',
  ],
  EACCES: ['is reserved for root.', 'Choose a port from 1024, or grant CAP_NET_BIND_SERVICE.'],
  EADDRNOTAVAIL: ['is not an address of this machine.', 'Choose one that is, or 0.0.0.0 for all.'],
  ENOTFOUND: ['is not a known host.', 'Write an IP address, or a name that resolves.'],
}

/** What an operator hears when a listener named by `setting` (`console`) cannot start (case G3); other errors stay as they are. */
export function listenFailure(
  error: unknown,
  setting: string,
  { host, port }: { host: string; port: number },
): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known = CAUSES[code]
  if (!known) return error
  const isHost = code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND'
  const [key, subject] = isHost ? ['host', host] : ['port', `port ${port} on ${host}`]
  return new Misconfigured(`${setting}.${key}`, `${subject} ${known[0]}`, known[1], { cause: error })
}
