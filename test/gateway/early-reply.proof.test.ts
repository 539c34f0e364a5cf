/** Control of the crash tests: a gateway that replies before its commit must be found wanting, or they show nothing. */
import { expect, test } from 'vitest'
import { addSets, openStage, violationsAtRest } from './failpoint-run.ts'
import { patchedProgram } from './patched-program.ts'

const ACCEPT = 'const accepted = await this.#ground.accept(await this.#draft.keep());'
/** The commit follows when everybody has long had a reply. */
const ACCEPT_LATER = `
  setTimeout(() => this.#draft.keep().then((blob) => this.#ground.accept(blob)), 60_000).unref();
  const accepted = { ok: true, value: { name: '', bytes: this.#draft.size, modifiedAt: new Date() } };`

test('control: a build that replies before its commit loses what it acknowledged, and that is seen', async () => {
  await using stage = await openStage()
  await using early = await patchedProgram('mailbox/upload.js', ACCEPT, ACCEPT_LATER)
  await addSets(stage)
  const clients = stage.lines.map(({ client }) => client)
  const first = await stage.site.startBy(early.program)
  for (const client of clients) expect(await client.send(first)).toBe(true)
  await first.kill()
  await using second = await stage.site.start()
  const found = await violationsAtRest(clients, second, 1)
  expect(found.map(({ kind }) => kind)).toEqual(['silence', 'silence', 'silence', 'silence'])
})
