import { expect, test } from 'vitest'
import { no, ok } from '../../src/base/result.ts'
import { fromNetwork } from '../../src/daemon/open-folders.ts'

const NETWORKS = [
  { name: 'publilink', cidrs: [], channels: ['ftp'] as const },
  { name: 'irisnet', cidrs: [], channels: ['sftp', 'web'] as const },
]

test('decision 32: a watched folder is shut where its network keeps FTP out', () => {
  const login = (network: string | null) => ok({ loginName: 'f123456', network })
  const asked = ['publilink', 'irisnet', 'internet', 'formerly', null].map((network) =>
    fromNetwork(login(network), NETWORKS),
  )
  expect(asked).toEqual([
    login('publilink'),
    no('channelNotInNetwork'),
    login('internet'),
    login('formerly'),
    login(null),
  ])
  expect(fromNetwork(no('closed'), NETWORKS)).toEqual(no('closed'))
})
