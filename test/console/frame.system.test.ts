import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ConsoleRig, consoleRig } from './rig.ts'

let rig: ConsoleRig
beforeAll(async () => {
  rig = await consoleRig()
})
afterAll(() => rig[Symbol.asyncDispose]())

test('nobody is led to the sign-in, whoever is signed in sees the overview', async () => {
  const stranger = await rig.ask({ url: '/', headers: { host: 'localhost' } })
  expect([stranger.statusCode, stranger.headers.location]).toEqual([303, '/sign-in?returnTo=%2F'])
  const page = await rig.visitor('viewer').get('/')
  expect(page.status).toBe(200)
  expect(page.html).toContain('viewer-1')
})
