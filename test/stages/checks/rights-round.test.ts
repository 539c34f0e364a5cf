import { describe, expect, test } from 'vitest'
import { channelIsRegistered } from '../../../src/stages/checks/channel-is-registered.ts'
import type { Check } from '../../../src/stages/checks/check.ts'
import { reasonsOf } from '../../../src/stages/checks/decide.ts'
import { environmentIsOpen } from '../../../src/stages/checks/environment-is-open.ts'
import { senderIsActive } from '../../../src/stages/checks/sender-is-active.ts'
import { serviceIsChosen } from '../../../src/stages/checks/service-is-chosen.ts'
import { aSet, FI, FS, GO, member, SETTINGS } from '../a-set.ts'

const IN_ALL = { service: 'DMFA', environment: 'R' } as const

describe('rule 3.1 the sender is active', () => {
  accepts(senderIsActive)
  test.each(['allocated', 'suspended', 'closed'] as const)('a sender that is %s gets 103', (state) => {
    const facts = aSet({ rights: { sender: { number: '123456', state } } })
    expect(senderIsActive(facts)).toEqual([{ code: 103, detail: 'sender', seen: '123456' }])
  })
  test('and so do its quality and its enterprise, all at once', () => {
    const facts = aSet({
      rights: {
        quality: { code: 'QUAL_EMP_NOSS', state: 'closed' },
        enterprise: { number: '0123456749', state: 'pendingActivation' },
      },
    })
    expect(senderIsActive(facts)).toEqual([
      { code: 103, detail: 'quality', seen: 'QUAL_EMP_NOSS' },
      { code: 103, detail: 'enterprise', seen: '0123456749' },
    ])
  })
})

describe('rule 3.2 the service is chosen', () => {
  accepts(serviceIsChosen)
  test('on any channel, in any environment', () => {
    const bindings = [{ service: 'DMFA', environment: 'S', channel: 'web' }] as const
    expect(serviceIsChosen(aSet({ rights: { bindings } }))).toEqual([])
  })
  test('else 154 alone (case N12)', () => {
    const rights = { bindings: [{ service: 'DIMN', environment: 'R', channel: 'sftp' }] } as const
    expect(reasonsOf('rights', aSet({ rights }))).toEqual([{ code: 154, seen: 'DMFA', expected: '123456' }])
    expect(serviceIsChosen(aSet({ rights }))).toHaveLength(1)
  })
})

describe('rule 3.3 the channel is registered', () => {
  accepts(channelIsRegistered)
  test('members may come over several channels, if all are bound (case A15)', () => {
    const members = [FI, member(FS, { channel: 'ftp' }), member(GO, { channel: 'web' })]
    const channels = (['sftp', 'ftp', 'web'] as const).map((type) => ({ type, state: 'active' as const }))
    const bindings = (['sftp', 'ftp', 'web'] as const).map((channel) => ({ ...IN_ALL, channel }))
    expect(channelIsRegistered(aSet({ members, rights: { channels, bindings } }))).toEqual([])
    expect(channelIsRegistered(aSet({ members, rights: { channels, bindings: bindings.slice(0, 2) } }))).toEqual([
      { code: 249, seen: 'web', expected: 'sftp, ftp' },
    ])
  })
  test('a channel that is suspended or not there is 249', () => {
    const inactive = [{ code: 249, detail: 'inactive', seen: 'sftp' }]
    expect(channelIsRegistered(aSet({ rights: { channels: [{ type: 'sftp', state: 'suspended' }] } }))).toEqual(
      inactive,
    )
    expect(channelIsRegistered(aSet({ rights: { channels: [] } }))).toEqual(inactive)
  })
})

describe('rule 3.4 the environment is open', () => {
  accepts(environmentIsOpen)
  test('else 168 alone, with those that are', () => {
    const bindings = (['T', 'S'] as const).map((environment) => ({
      service: 'DMFA',
      environment,
      channel: 'sftp' as const,
    }))
    expect(reasonsOf('rights', aSet({ rights: { bindings } }))).toEqual([{ code: 168, seen: 'R', expected: 'T, S' }])
    expect(environmentIsOpen(aSet({ rights: { bindings } }))).toHaveLength(1)
  })
  test('an environment that the service does not have is 168 even for whom it was chosen', () => {
    const services = SETTINGS.services.map((service) => ({ ...service, environments: ['T'] as const }))
    expect(environmentIsOpen(aSet({ settings: { services } }))).toEqual([{ code: 168, seen: 'R' }])
  })
})

test('a sender without any right hears of all of it at once', () => {
  const facts = aSet({ rights: { sender: { number: '123456', state: 'suspended' }, channels: [], bindings: [] } })
  expect(reasonsOf('rights', facts).map(({ code }) => code)).toEqual([103, 154, 249])
})

function accepts(check: Check): void {
  test('of a sender with all rights', () => {
    expect(check(aSet())).toEqual([])
  })
}
