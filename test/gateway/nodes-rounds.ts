/** What may happen to two nodes while sets are sent to both. After each round everything must end as if nothing had been. */
import type { Nodes } from './nodes.ts'
import { LATE } from './nodes-late.ts'
import { NETWORK } from './nodes-network.ts'
import { PROCESSES } from './nodes-processes.ts'
import { SENDING } from './nodes-sending.ts'

export type NodesRound = (nodes: Nodes) => Promise<void>

export const ROUNDS = { ...SENDING, ...NETWORK, ...PROCESSES, ...LATE } satisfies Record<string, NodesRound>
