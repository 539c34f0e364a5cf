import { expect, test } from 'vitest'
import { publicUrlOf, trialUrlsOf } from '../../src/daemon/portal-address.ts'

const EVERYWHERE = { publicUrl: '', host: '0.0.0.0', port: 8443 }
const NAMED = { publicUrl: 'https://gateway.example/', host: '0.0.0.0', port: 8443 }

test('a listener is known by the address that is configured, else by host and port', () => {
  expect([
    publicUrlOf(NAMED, 'trial', 50_001),
    publicUrlOf({ ...EVERYWHERE, host: '127.0.0.1' }, 'production', 50_001),
    publicUrlOf({ ...EVERYWHERE, host: '2001:db8::1' }, 'production'),
    publicUrlOf(EVERYWHERE, 'trial', 50_001),
  ]).toEqual([
    'https://gateway.example',
    'https://127.0.0.1:50001',
    'https://[2001:db8::1]:8443',
    'https://localhost:50001',
  ])
})

test('a trial also answers to the names of its own machine, unless its address is configured', () => {
  expect(trialUrlsOf(EVERYWHERE, 'trial', 50_001)).toEqual([
    'https://localhost:50001',
    'https://127.0.0.1:50001',
    'https://[::1]:50001',
    'https://0.0.0.0:50001',
  ])
  expect(trialUrlsOf(NAMED, 'trial', 50_001)).toEqual([])
  expect(trialUrlsOf(EVERYWHERE, 'production', 50_001)).toEqual([])
})
