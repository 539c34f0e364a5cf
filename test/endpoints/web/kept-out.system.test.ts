import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { REST_PREFIX } from '../../../src/endpoints/web/rest/prefix.ts'
import { BOUNDARY } from './multipart-body.ts'
import { rawTls } from './raw-tls.ts'
import { openRestRig, type RestRig } from './rest-rig.ts'

let rig: RestRig
let banned = false
beforeAll(async () => {
  rig = await openRestRig({ ground: { admits: () => !banned } })
})
beforeEach(() => {
  banned = false
})
afterAll(() => rig?.[Symbol.asyncDispose]())

const moment = () => new Promise((resolve) => setImmediate(resolve))

test('rule 26.4: whoever is kept out is cut off before a word of TLS, from one moment to the next', async () => {
  const path = `${REST_PREFIX}/health`
  expect((await rig.ask({ path })).status).toBe(200)
  banned = true
  await expect(rig.ask({ path })).rejects.toThrow()
  banned = false
  expect((await rig.ask({ path })).status).toBe(200)
})

test('rules 26.1 and 26.2: a transfer under way is seen as a session, and one that is ended leaves nothing', async () => {
  const { register } = rig.ground
  const { authorization } = await rig.bearer()
  using client = await rawTls({ port: rig.port, ca: rig.serverCertificatePem })
  const lines = [
    `POST ${REST_PREFIX}/transfers HTTP/1.1`,
    'Host: localhost',
    `Authorization: ${authorization}`,
    'User-Agent: payroll/7.1',
    `Content-Type: multipart/form-data; boundary=${BOUNDARY}`,
    'Content-Length: 100000',
  ]
  client.write(`${lines.join('\r\n')}\r\n\r\n--${BOUNDARY}`)
  while (register.present.length === 0) await moment()
  const [session] = register.present
  expect({ ...session, client: session?.client(), doing: session?.progress().doing }).toMatchObject({
    ...{ account: rig.sender.clientId, sender: rig.sender.senderNumber, address: '127.0.0.1', client: 'payroll/7.1' },
    doing: 'receiving',
  })
  const gone = new Promise((resolve) => client.socket.once('close', resolve))
  session?.kick()
  await gone
  while (register.present.length > 0) await moment()
  expect(register.takeDeparted()).toEqual([
    {
      ...{ account: rig.sender.clientId, sender: rig.sender.senderNumber, address: '127.0.0.1' },
      client: 'payroll/7.1',
    },
  ])
  expect(await rig.database.queries.selectFrom('received_file').select('name').execute()).toEqual([])
})
