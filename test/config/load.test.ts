import { join } from 'node:path'
import { expect, test } from 'vitest'
import { INBOUND_PURPOSES } from '../../src/batch/purposes.ts'
import { loadConfig } from '../../src/config/load.ts'
import { folderWith } from './folder.ts'

const KiB = 1024
const MiB = 1024 * KiB
const GiB = 1024 * MiB

test('without a file every setting has the default that the contract names', async () => {
  using folder = folderWith({})
  const { config, file } = await loadConfig({ cwd: folder.path })
  expect(file).toBeNull()
  expect(config).toMatchObject({
    mode: 'trial',
    spool: { dir: join(folder.path, 'spool') },
    certs: { dir: join(folder.path, 'certs') },
    database: { url: '', passwordFile: '' },
    queues: { url: '', passwordFile: '' },
    sftp: { host: '0.0.0.0', port: 8022, publicHost: '', publicPort: null, ecdsa: false },
    ftp: {
      ...{ host: '0.0.0.0', port: 8021, implicitPort: null, passivePorts: { first: 8100, last: 8199 } },
      ...{ publicHost: '', publicPort: null, publicImplicitPort: null },
      ...{ tls: 'required', sessionReuse: 'required', closeNotify: 'required', clientCertificate: 'ignored' },
    },
    web: { host: '0.0.0.0', port: 8443, publicUrl: '', acceptedAudiences: [] },
    portal: { host: '0.0.0.0', port: 8444 },
    console: { host: '127.0.0.1', port: 8080 },
    names: {
      reuse: 'afterRejection',
      temporary: ['.*', '.filepart', '.part', '.partial', '.tmp', '.duckpart'],
      gatewayNumber: '999999',
    },
    acknowledgement: { schema: 'ACRF_20231.xsd', lineBreak: 'LF', ticketPrefix: 'SLU' },
    signature: {
      requiredIn: ['R', 'T'],
      acceptedIssuers: join(folder.path, 'certs', 'issuers'),
      allowSelfSigned: false,
    },
    schemas: { dir: join(folder.path, 'config', 'schemas') },
  })
})

test('the limits are those of the contract', async () => {
  using folder = folderWith({})
  const { config } = await loadConfig({ cwd: folder.path })
  expect(config.limits).toMatchObject({
    ...{ partBytes: 10 * MiB, parts: 9, forms: 10_000, signatureBytes: 64 * KiB, triggerBytes: KiB, goWaitHours: 24 },
    ...{ graceSeconds: 10, graceMaxSeconds: 1800, ghostSeconds: 10, repeatGoMinutes: 60, nameAgeDays: 30 },
    ...{ nameFaultsPerHour: 100, filesPerSet: 100, openFilesPerSender: 100_000, openBytesPerSender: 20 * GiB },
    ...{ sessions: 500, sessionsPerAddress: 50, sessionsPerUser: 16, handles: 100, inFlightBytes: 8 * MiB },
    ...{ tokenRequestBytes: 80 * KiB, metadataBytes: 16 * KiB, pollAfterSeconds: 2 },
    ...{ soapBytes: 16 * MiB, soapAtOnce: 2, webRequestsPerSecond: 100, transfersAtOnce: 16 },
    ...{ lineBytes: 4 * KiB, commandsAhead: 100, dataSeconds: 30, minimumRate: 64, minimumRateSeconds: 60 },
    ...{
      idleSeconds: 300,
      passwordChecks: 2,
      passwordSeconds: 60,
      diskReserveBytes: GiB,
      outDays: 60,
      checkers: 1,
      checkerSeconds: 20,
    },
  })
})

test('by default every inbound purpose is a service with a folder in the spool (decision 33)', async () => {
  using folder = folderWith({})
  const { config } = await loadConfig({ cwd: folder.path, sets: ['spool.dir=/srv/sluice'] })
  const targets = config.services.map(({ code, target }) => [code, target.type, target.path])
  expect(targets).toEqual(INBOUND_PURPOSES.map(({ code }) => [code, 'directory', `/srv/sluice/services/${code}`]))
  expect(config.services.length).toBeGreaterThanOrEqual(19)
})

test('by default the six fixed links are offered to local administrations only (decision 31)', async () => {
  using folder = folderWith({})
  const { config } = await loadConfig({ cwd: folder.path })
  const qualities = ['QUAL_EMP_NOSSPLA', 'QUAL_MUN_ADM', 'QUAL_SOC_ACTION', 'QUAL_FSC']
  const link = { cidrs: [], passiveAddress: '', passivePorts: null, plainFtp: false, channels: ['ftp'], qualities }
  const names = ['cipal', 'irisnet', 'publilink', 'schaubroeck', 'infrax', 'publiwin']
  expect(config.networks).toEqual(names.map((name) => ({ name, ...link })))
})

test('the file goes over the default, --set over the file, the last --set wins', async () => {
  using folder = folderWith({ 'config/sluice.yaml': 'sftp: {port: 2022, host: 127.0.0.1}\nlog: {level: warn}\n' })
  const { config, origins, file } = await loadConfig({
    cwd: folder.path,
    sets: ['sftp.port=2023', 'log={level: error}', 'sftp.port=2024'],
  })
  expect(file).toBe(join(folder.path, 'config', 'sluice.yaml'))
  const sftp = { host: '127.0.0.1', port: 2024, publicHost: '', publicPort: null, ecdsa: false }
  expect([config.sftp, config.log]).toEqual([sftp, { level: 'error', waitingBytes: 4_194_304 }])
  const named = ['sftp.host', 'sftp.port', 'sftp.ecdsa', 'log.level'].map((path) => origins.get(path))
  expect(named).toEqual(['file', 'set', 'default', 'set'])
})

test('a key without a value stands for the default', async () => {
  using folder = folderWith({ 'a.yaml': 'sftp:\nftp:\n  port:\nweb: {port: 9443}\n' })
  const { config, origins } = await loadConfig({ file: 'a.yaml', cwd: folder.path, sets: ['web.port='] })
  expect([config.sftp.port, config.ftp.port, config.web.port]).toEqual([8022, 8021, 8443])
  expect([origins.get('ftp.port'), origins.get('web.port')]).toEqual(['default', 'default'])
})

test.each(['', '# nothing\n', '{}\n', '---\n'])('an empty file %j is a valid configuration', async (text) => {
  using folder = folderWith({ 'config/sluice.yaml': text })
  expect((await loadConfig({ cwd: folder.path })).config.mode).toBe('trial')
})

test('--set reaches into a list that nobody wrote, and leaves the rest of it alone', async () => {
  using folder = folderWith({})
  const [plain, set] = await Promise.all([
    loadConfig({ cwd: folder.path }),
    loadConfig({ cwd: folder.path, sets: ['services.1.rate=0.5', 'services[1].retry.attempts=2'] }),
  ])
  const expected = structuredClone(plain.config)
  Object.assign(expected.services[1] ?? {}, { rate: 0.5 })
  Object.assign(expected.services[1]?.retry ?? {}, { attempts: 2 })
  expect(set.config).toEqual(expected)
  expect(set.origins.get('services')).toBe('set')
})

test('--set of a whole list replaces it', async () => {
  using folder = folderWith({})
  const { config } = await loadConfig({
    cwd: folder.path,
    sets: ['services=[{code: DMFA, target: {path: /srv/dmfa}}, {code: DIMN, labels: {en: Dimona}}]'],
  })
  expect(config.services.map(({ code, labels, target }) => [code, labels.nl, target.path])).toEqual([
    ['DMFA', 'DMFA', '/srv/dmfa'],
    ['DIMN', 'Dimona', join(folder.path, 'spool', 'services', 'DIMN')],
  ])
})

test('relative paths start where they were written: at the named file, at cwd for --set and defaults', async () => {
  using folder = folderWith({
    'etc/gateway.yaml': 'spool: {dir: data}\nservices: [{code: DMFA, target: {path: out}}]\n',
  })
  const { config } = await loadConfig({ file: 'etc/gateway.yaml', cwd: folder.path, sets: ['schemas.dir=xsd'] })
  expect([config.spool.dir, config.certs.dir, config.schemas.dir, config.services[0]?.target.path]).toEqual(
    ['etc/data', 'certs', 'xsd', 'etc/out'].map((path) => join(folder.path, path)),
  )
})

test('config/sluice.yaml means the same whether it is found or named: its paths start at the project', async () => {
  using folder = folderWith({ 'config/sluice.yaml': 'spool: {dir: data}\n' })
  const found = await loadConfig({ cwd: folder.path })
  const named = await loadConfig({ file: join(folder.path, 'config', 'sluice.yaml'), cwd: folder.path })
  expect(found.config.spool.dir).toBe(join(folder.path, 'data'))
  expect(named.config).toEqual(found.config)
})

test('durations and sizes accept fractions', async () => {
  using folder = folderWith({})
  const sets = [
    'limits.goWaitHours=0.001',
    'limits.graceSeconds=0.5',
    'limits.partBytes=1.5 GiB',
    'limits.outDays=0.25',
  ]
  const { limits } = (await loadConfig({ cwd: folder.path, sets })).config
  expect([limits.goWaitHours, limits.graceSeconds, limits.partBytes, limits.outDays]).toEqual([
    ...[0.001, 0.5, 1.5 * GiB, 0.25],
  ])
})

test('port 0 is any free port, as often as one likes, also for passive connections', async () => {
  using folder = folderWith({})
  const ports = [
    'sftp.port',
    'ftp.port',
    'ftp.implicitPort',
    'web.port',
    'portal.port',
    'portal.eid.port',
    'console.port',
  ]
  const sets = [...ports.map((port) => `${port}=0`), 'ftp.passivePorts=0']
  const { config } = await loadConfig({ cwd: folder.path, sets })
  expect([config.sftp.port, config.console.port, config.ftp.passivePorts]).toEqual([0, 0, { first: 0, last: 0 }])
})

test('networks may share passive ports, with each other and with the rest', async () => {
  using folder = folderWith({})
  const sets = [
    'networks=[{name: one, passivePorts: 8100-8149}, {name: two, passivePorts: 8120-8299}]',
    'ftp.passivePorts=8110-8250',
  ]
  const { config } = await loadConfig({ cwd: folder.path, sets })
  const ranges = [
    { first: 8100, last: 8149 },
    { first: 8120, last: 8299 },
  ]
  expect(config.networks.map(({ passivePorts }) => passivePorts)).toEqual(ranges)
})

test('a number of login failures is one of an account', async () => {
  using folder = folderWith({})
  const sets = ['limits.loginFailures=3', 'limits.loginFailures.perSession=2']
  const { config, origins } = await loadConfig({ cwd: folder.path, sets })
  expect(config.limits.loginFailures).toMatchObject({ perAccount: 3, perSession: 2, lockSeconds: 60 })
  const paths = ['perAccount', 'perSession', 'lockSeconds'].map((key) => origins.get(`limits.loginFailures.${key}`))
  expect(paths).toEqual(['set', 'set', 'default'])
})

test('a longest wait below the usual first one caps it', async () => {
  using folder = folderWith({})
  const sets = ['limits.graceMaxSeconds=5', 'services.0.retry.lastSeconds=1']
  const { limits, services } = (await loadConfig({ cwd: folder.path, sets })).config
  expect([limits.graceSeconds, limits.graceMaxSeconds, services[0]?.retry]).toEqual([
    ...[10, 5],
    { firstSeconds: 5, lastSeconds: 1, attempts: 300 },
  ])
})

test('the same port on two addresses is no clash', async () => {
  using folder = folderWith({})
  const sets = ['sftp={host: 192.0.2.1, port: 2022}', 'web={host: 192.0.2.2, port: 2022}']
  expect((await loadConfig({ cwd: folder.path, sets })).config.web.port).toBe(2022)
})

test('a schema folder that was named but is not there is a warning, the default one is not', async () => {
  using folder = folderWith({})
  expect((await loadConfig({ cwd: folder.path })).warnings).toEqual([])
  const { warnings } = await loadConfig({ cwd: folder.path, sets: ['schemas.dir=xsd'] })
  expect(warnings).toEqual([`schemas.dir: ${join(folder.path, 'xsd')} does not exist.`])
})

test('a file larger than 256 KiB is refused before it is parsed (case G1)', async () => {
  using folder = folderWith({ 'a.yaml': `# ${'x'.repeat(256 * KiB)}\n` })
  const failure = await loadConfig({ file: 'a.yaml', cwd: folder.path }).catch((error: unknown) => error)
  expect(failure).toMatchObject({ problems: [{ where: 'a.yaml', found: 'the file is larger than 256 KiB.' }] })
})

test.each([
  ['TLS', 'https://dmfa.example/{environment}', false],
  ['this machine', 'http://127.0.0.1:9/in', false],
  ['what a setting allows', 'http://dmfa.example/in', true],
])('rule 19.10: a target is reached over %s', async (_how, url, plainHttp) => {
  using folder = folderWith({ 'config/sluice.yaml': 'services: [{code: DMFA}]\n' })
  const sets = [`services.0.target={type: http, url: "${url}", plainHttp: ${plainHttp}}`]
  const { config } = await loadConfig({ cwd: folder.path, sets })
  expect(config.services[0]?.target).toMatchObject({ type: 'http', url, plainHttp })
})
