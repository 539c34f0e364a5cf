import { connect } from 'node:tls'
import { expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { createHttpListener } from '../../src/http/listener.ts'
import { makeSelfSigned } from '../../src/signing/make-certificate.ts'

const LIMITS = {
  ...{ httpBodyBytes: 1024, httpHeaderSeconds: 5, httpRequestSeconds: 5, httpConnections: 5, idleSeconds: 5 },
  httpConnectionsPerAddress: 5,
}

test('a renewed pair is shown to the next connection, and old TLS stays refused', async () => {
  const [first, second] = [await pair('one.example'), await pair('two.example')]
  await using listener = createHttpListener({
    ...{ setting: 'portal', host: '127.0.0.1', port: 0, tls: first, limits: LIMITS, log: silentLog },
  })
  const { port } = await listener.listen()
  const before = await shownAt(port)
  listener.renewTls(second)
  const after = await shownAt(port)
  expect([before, after]).toEqual(['one.example', 'two.example'])
  await expect(shownAt(port, 'TLSv1.1')).rejects.toThrow()
})

async function pair(commonName: string) {
  const made = await makeSelfSigned({ commonName, keyType: 'ec', days: 1, now: new Date() })
  return { key: made.keyPem, cert: made.certificatePem }
}

function shownAt(port: number, version: 'TLSv1.1' | 'TLSv1.3' = 'TLSv1.3'): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ciphers = 'DEFAULT@SECLEVEL=0'
    const versions = { minVersion: version, maxVersion: version, ...(version === 'TLSv1.1' && { ciphers }) }
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...versions }, () => {
      resolve(socket.getPeerCertificate().subject.CN)
      socket.destroy()
    })
    socket.on('error', reject)
  })
}
