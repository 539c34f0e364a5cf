import { writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { liveConfig } from '../../src/config/live.ts'
import { loadConfig } from '../../src/config/load.ts'
import { watchConfiguration } from '../../src/daemon/watch-configuration.ts'

const WITH = (rate: number) => `services: [{code: DMFA, rate: ${rate}}]\n`

test('rule 25.5: a file that is put in the place of the old one is read, an editor’s own files are not', async () => {
  await using site = await open(WITH(1))
  await writeFile(site.at('.sluice.yaml.swp'), 'not: {yaml')
  await writeFile(site.at('4913'), '')
  await site.next('config.unchanged')
  await writeFile(site.at('sluice.yaml.new'), WITH(2))
  await rename(site.at('sluice.yaml.new'), site.at('sluice.yaml'))
  expect(await site.next('config.reloaded')).toEqual({ apply: ['services'], needRestart: [] })
  expect(site.rate()).toBe(2)
  await writeFile(site.at('sluice.yaml'), WITH(3))
  await site.next('config.reloaded')
  expect([site.rate(), site.names()]).toEqual([3, ['config.unchanged', 'config.reloaded', 'config.reloaded']])
})

test('rule 25.5: many quick changes are read once, the last of them', async () => {
  await using site = await open(WITH(1))
  for (let rate = 2; rate <= 30; rate += 1) writeFileSync(site.at('sluice.yaml'), WITH(rate))
  await site.next('config.reloaded')
  expect([site.rate(), site.names()]).toEqual([30, ['config.reloaded']])
})

test('rule 25.5: a bad file changes nothing and is told with path, value and remedy; the next good one counts', async () => {
  await using site = await open(WITH(1))
  await writeFile(site.at('sluice.yaml'), 'services: [{code: DMFA, rate: fast}]\n')
  expect(await site.next('config.refused')).toMatchObject({
    problems: [
      {
        setting: 'services.0.rate',
        where: expect.stringMatching(/^config\/sluice\.yaml:1:\d+$/),
        found: expect.stringContaining('fast'),
        remedy: expect.stringMatching(/\S/),
      },
    ],
  })
  expect(site.rate()).toBe(1)
  await writeFile(site.at('sluice.yaml'), WITH(2))
  await site.next('config.reloaded')
  expect(site.rate()).toBe(2)
})

test('rule 25.5: a file that is gone changes nothing, and is read when it is back', async () => {
  await using site = await open(WITH(1))
  await unlink(site.at('sluice.yaml'))
  expect(await site.next('config.missing')).toMatchObject({ file: site.at('sluice.yaml') })
  expect(site.rate()).toBe(1)
  await writeFile(site.at('sluice.yaml'), WITH(2))
  await site.next('config.reloaded')
  expect(site.rate()).toBe(2)
})

test('rule 25.5: a link that leads elsewhere counts as a change', async () => {
  await using site = await open(WITH(1), async (at) => {
    for (const [name, rate] of [
      ['one', 1],
      ['two', 2],
    ] as const) {
      await mkdir(at(name))
      await writeFile(join(at(name), 'sluice.yaml'), WITH(rate))
    }
    await symlink('one', at('..data'))
    await rm(at('sluice.yaml'))
    await symlink('..data/sluice.yaml', at('sluice.yaml'))
  })
  await symlink('two', site.at('..tmp'))
  await rename(site.at('..tmp'), site.at('..data'))
  await site.next('config.reloaded')
  expect(site.rate()).toBe(2)
})

test('without config.watch only SIGHUP reads the file', async () => {
  await using site = await open('config: {watch: false}\n')
  await writeFile(site.at('sluice.yaml'), `config: {watch: false}\n${WITH(2)}`)
  expect(await site.live.reload()).toEqual({ apply: ['services'], needRestart: [] })
  await writeFile(site.at('sluice.yaml'), `config: {watch: true}\n${WITH(3)}`)
  await site.live.reload()
  await writeFile(site.at('sluice.yaml'), WITH(4))
  for (let told = 0; told < 3; told += 1) await site.next('config.reloaded')
  expect(site.rate()).toBe(4)
})

/** A folder with a configuration that is watched, and what was told since. */
async function open(content: string, prepare = async (_at: (name: string) => string): Promise<void> => {}) {
  const cwd = await mkdtemp(join(tmpdir(), 'sluice-watch-'))
  const at = (name: string) => join(cwd, 'config', name)
  await mkdir(at(''))
  await writeFile(at('sluice.yaml'), content)
  await prepare(at)
  const events: { readonly event: string; readonly about: object }[] = []
  let taken = 0
  let wake = () => {}
  const hear = (event: string, about: object = {}) => {
    events.push({ event, about })
    wake()
  }
  const log = { ...silentLog, debug: hear, info: hear, error: hear }
  const load = () => loadConfig({ cwd, keys: false })
  const live = liveConfig((await load()).config, load, log)
  const watching = await watchConfiguration({ live, file: at('sluice.yaml'), log })
  return {
    ...{ at, live },
    rate: () => live.current().services[0]?.rate,
    names: () => events.map(({ event }) => event),
    /** What the next such event says. */
    async next(event: string): Promise<object> {
      for (;;) {
        for (; taken < events.length; taken += 1)
          if (events[taken]?.event === event) return events[taken++]?.about ?? {}
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    async [Symbol.asyncDispose]() {
      await watching?.[Symbol.asyncDispose]()
      await rm(cwd, { recursive: true, force: true })
    },
  }
}
