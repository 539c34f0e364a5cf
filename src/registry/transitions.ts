/** The states of access management and the moves between them (spec access.md §6). What is not in a table is refused. */
import { Corrupt } from '../base/errors.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'

export type Machine<State extends string, Event extends string> = {
  readonly of: string
  readonly moves: Readonly<Record<State, Readonly<Partial<Record<Event, State>>>>>
}

export type EnterpriseState = 'pendingActivation' | 'active' | 'suspended' | 'closed'
export type EnterpriseEvent = 'activate' | 'suspend' | 'resume' | 'close'
export type QualityState = 'inactive' | 'active' | 'closed'
export type QualityEvent = 'activate' | 'close'
export type SenderState = 'allocated' | 'active' | 'suspended' | 'closed'
export type SenderEvent = 'openChannel' | 'suspend' | 'resume' | 'close'
export type ChannelState = 'active' | 'suspended' | 'removed'
export type ChannelEvent = 'suspend' | 'resume' | 'remove'
export type CertificateState = 'uploaded' | 'valid' | 'expiring' | 'expired' | 'revoked' | 'rejected' | 'removed'
export type CertificateEvent = 'approve' | 'reject' | 'age' | 'expire' | 'revoke' | 'remove'

// biome-ignore format: a table of the specification (§6.1)
export const ENTERPRISE: Machine<EnterpriseState, EnterpriseEvent> = {
  of: 'enterprise',
  moves: {
    pendingActivation: { activate: 'active',                        close: 'closed' },
    active:            {                     suspend: 'suspended',  close: 'closed' },
    suspended:         { resume: 'active',                          close: 'closed' },
    closed:            {},
  },
}

export const QUALITY: Machine<QualityState, QualityEvent> = {
  of: 'quality',
  moves: { inactive: { activate: 'active' }, active: { close: 'closed' }, closed: {} },
}

/** §6.6: the first channel makes a sender active; a suspended one stays so whatever is opened; closed is for ever. */
// biome-ignore format: a table of the specification
export const SENDER: Machine<SenderState, SenderEvent> = {
  of: 'sender',
  moves: {
    allocated: { openChannel: 'active',                          close: 'closed' },
    active:    { openChannel: 'active',    suspend: 'suspended', close: 'closed' },
    suspended: { openChannel: 'suspended', resume: 'active',     close: 'closed' },
    closed:    {},
  },
}

// biome-ignore format: a table of the specification (§6.4; drafts live in the wizard)
export const CHANNEL: Machine<ChannelState, ChannelEvent> = {
  of: 'channel',
  moves: {
    active:    { suspend: 'suspended', remove: 'removed' },
    suspended: { resume: 'active',     remove: 'removed' },
    removed:   {},
  },
}

// biome-ignore format: a table of the specification (§6.5)
export const CERTIFICATE: Machine<CertificateState, CertificateEvent> = {
  of: 'certificate',
  moves: {
    uploaded: { approve: 'valid', reject: 'rejected',                          remove: 'removed' },
    valid:    { age: 'expiring',  expire: 'expired',  revoke: 'revoked',       remove: 'removed' },
    expiring: {                   expire: 'expired',  revoke: 'revoked',       remove: 'removed' },
    expired:  {                                                                remove: 'removed' },
    revoked:  {                                                                remove: 'removed' },
    rejected: {},
    removed:  {},
  },
}

/** Where the event leads. Refuses with SLU-STATE what the table does not have; a state outside the table is `Corrupt`. */
export function nextState<State extends string, Event extends string>(
  machine: Machine<State, Event>,
  state: string,
  event: Event,
): Result<State, Refusal> {
  if (!isStateOf(machine, state)) throw new Corrupt(`a stored ${machine.of} is in the unknown state ${state}`)
  const next = machine.moves[state][event]
  if (next !== undefined) return ok(next)
  const cause = `The ${machine.of} is ${state}: "${event}" is not possible.`
  const remedy = `Look at its state first; possible now: ${possible(machine.moves[state])}.`
  return no(refusal('SLU-STATE', cause, remedy, { key: 'notInThisState' }))
}

function isStateOf<State extends string>(machine: Machine<State, string>, state: string): state is State {
  return Object.hasOwn(machine.moves, state)
}

function possible(moves: object): string {
  return Object.keys(moves).join(', ') || 'nothing, it is final'
}
