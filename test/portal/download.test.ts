import { expect, test } from 'vitest'
import { pageRoute } from '../../src/portal/page-route.ts'
import { portalWith } from './rig.ts'

test('a file that breaks off does not pass for a whole one', async () => {
  const whole = new Error('the database is gone')
  await using portal = portalWith({ pages: [fileRoute('/whole'), fileRoute('/broken', whole)] })
  const { port } = await portal.listen()
  const answer = await fetch(`http://127.0.0.1:${port}/whole`)
  expect([await answer.text(), answer.headers.get('content-disposition')]).toEqual([
    'one,two,',
    'attachment; filename="rows.csv"',
  ])
  const broken = await fetch(`http://127.0.0.1:${port}/broken`)
  await expect(broken.text()).rejects.toThrow()
})

function fileRoute(path: '/whole' | '/broken', fault?: Error) {
  async function* rows(): AsyncGenerator<Buffer> {
    yield Buffer.from('one,')
    if (fault) throw fault
    yield Buffer.from('two,')
  }
  return pageRoute({
    ...{ method: 'GET', path, row: 'anybody' },
    handle: async () => ({ fileName: 'rows.csv', mediaType: 'text/csv', bytes: rows() }),
  })
}
