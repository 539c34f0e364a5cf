/** A download reaches the client whole, whatever the client had sent before. */
import { expect, test } from 'vitest'
import { ControlLink, DataLink } from './support/client.ts'
import { NOTHING_SPECIAL, startGateway } from './support/gateway.ts'

const SIZE = 400_000

test('what a client sends and nobody asked for does not cost it the end of a download', async () => {
  await using gateway = await startGateway({
    ...{ ...NOTHING_SPECIAL, plain: true },
    content: { '/OUT/FO.1': 'x'.repeat(SIZE) },
  })
  const control = await ControlLink.to(gateway.port)
  const say = async (line: string): Promise<string | null> => {
    control.send(`${line}\r\n`)
    return control.inbox.line()
  }
  expect(await control.inbox.line()).toMatch(/^220/)
  expect(await say('USER anna')).toMatch(/^331/)
  expect(await say('PASS secret')).toMatch(/^230/)
  const port = Number(/\|(\d+)\|/.exec((await say('EPSV')) ?? '')?.[1])
  const data = await DataLink.to(port, '127.0.0.1')
  data.pause()
  await data.send('?'.repeat(300_000))
  expect(await say('RETR /OUT/FO.1')).toMatch(/^150/)
  expect(await control.inbox.line()).toMatch(/^226/)
  data.resume()
  expect((await data.inbox.rest())?.length).toBe(SIZE)
  control.destroy()
})
