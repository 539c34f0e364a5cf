import { expect, test } from 'vitest'
import { createAskAuthorities } from '../../src/authorities/ask-authorities.ts'
import { silentLog } from '../../src/base/log.ts'
import { nothing } from '../../src/signing/der.ts'
import { extension } from '../../src/signing/write-certificate.ts'
import { card, citizens } from '../identity/eid/cards.ts'
import { NOW } from '../signing/authorities.ts'

const ask = createAskAuthorities({
  fetch: async () => {
    throw new TypeError('nobody is to be asked')
  },
  now: () => NOW,
  log: silentLog,
  fetchSeconds: 1,
  fetchBytes: 1000,
})

test('rule 28.5: a certificate that names nobody is not asked about', async () => {
  expect(await ask([card().certificate, citizens.certificate])).toEqual({ status: 'notOffered' })
})

test('rule 28.5: one whose places cannot be read is not passed for it', async () => {
  const odd = card({}, [extension('2.5.29.31', nothing)])
  const problem = 'its places cannot be read'
  expect(await ask([odd.certificate, citizens.certificate])).toEqual({ status: 'unknown', problem })
})
