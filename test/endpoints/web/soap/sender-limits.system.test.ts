/** One sender that asks by SOAP and by REST at a time. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRestRig, type RestRig } from '../rest-rig.ts'
import type { WebSender } from '../web-rig.ts'
import { bodyOf, requestOf, signed } from './signed-message.ts'

const clock = { ms: 0 }

let rig: RestRig
beforeAll(async () => {
  rig = await openRestRig({ ground: { ticks: () => clock.ms }, sets: ['limits.webRequestsPerSecond=2'] })
})
afterAll(() => rig?.[Symbol.asyncDispose]())

async function soap(name: string, fields: Readonly<Record<string, string>> = {}, from: WebSender = rig.sender) {
  const { status, headers, text } = await rig.ask({
    ...{ method: 'POST', path: '/SOAP/structuredReports/v1', headers: { 'content-type': 'text/xml' } },
    body: signed(from, bodyOf(requestOf(name, fields))),
  })
  const told = /<\w+:Code>([^<]*)<.*<\w+:Retry>([^<]*)</s.exec(text)?.slice(1) ?? []
  return [status, ...told, ...(headers['retry-after'] ? [headers['retry-after']] : [])]
}

const BUSY = (seconds: string) => [500, 'SOA-02002', 'true', seconds]

test('rule 18.13: requests by SOAP and by REST are counted together, and others do not feel it (case H15)', async () => {
  const other = await rig.enrol(2)
  await rig.bearer()
  const found = [
    await soap('checkAccessControl'),
    (await rig.rest('/transfers')).status,
    await soap('checkAccessControl'),
    (await rig.rest('/transfers')).status,
    await soap('checkAccessControl'),
    (await rig.rest('/transfers')).status,
    await soap('checkAccessControl', {}, other),
  ]
  clock.ms += 500
  found.push(await soap('checkAccessControl'), await soap('checkAccessControl'))
  expect(found).toEqual([[200], 200, [200], 200, BUSY('1'), 429, [200], [200], BUSY('1')])
})

test('rule 18.13: transfers by SOAP have the places of the sender, and give them back', async () => {
  clock.ms += 3_600_000
  const { limits } = rig.settings
  const send = (part: number) => {
    const name = `FI.DMFA.${rig.sender.senderNumber}.20260105.00001.R.${part}.2`
    const value = createHash('sha256').update(name).digest('base64')
    const digest = `<t:Algorithm>SHA-256</t:Algorithm><t:Value>${value}</t:Value>`
    const fields = { FileName: name, Environment: 'R', Digest: digest, Declaration: btoa(name), Go: 'false' }
    return soap('sendDeclaration', fields)
  }
  Object.assign(limits, { transfersAtOnce: 0 })
  const found = [await send(1)]
  Object.assign(limits, { transfersAtOnce: 1 })
  found.push(await send(1), await send(2))
  expect(found).toEqual([BUSY('1'), [200], [200]])
})
