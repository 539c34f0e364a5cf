import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { beforeEach, expect, test } from 'vitest'
import { eventually } from '../gateway/gateway.ts'
import { noNetwork, openNetwork } from './network.ts'

beforeEach(({ skip }) => skip(noNetwork() !== undefined, noNetwork() ?? ''))

test('what a run that was killed left of its network is gone with the next one, and all that still ran in it', async () => {
  const { pid } = spawnSync('true')
  const [namespace, bridge] = [`sluice-${pid}-left`, `sluice-${pid.toString(36)}`]
  execFileSync('ip', ['netns', 'add', namespace])
  execFileSync('ip', ['link', 'add', bridge, 'type', 'bridge'])
  const inside = spawn('ip', ['netns', 'exec', namespace, 'sleep', '60'])
  await eventually(
    async () => execFileSync('ip', ['netns', 'pids', namespace], { encoding: 'utf8' }).trim(),
    (pids) => pids === String(inside.pid),
  )
  const ended = once(inside, 'exit')

  await using _network = openNetwork()

  expect(await ended).toEqual([null, 'SIGKILL'])
  expect(readdirSync('/run/netns')).not.toContain(namespace)
  expect(readdirSync('/sys/class/net')).not.toContain(bridge)
})
