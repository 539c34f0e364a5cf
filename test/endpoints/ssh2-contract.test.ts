/** What we rely on beside ssh2's public interface. When this fails after an upgrade, `ssh2-internals.ts` must be read again. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import ssh2 from 'ssh2'
import { expect, test } from 'vitest'
import { hostKeysToOffer, nativeCiphersLoaded } from '../../src/endpoints/sftp/ssh2-internals.ts'

const require = createRequire(import.meta.url)

test('ssh2 is the version that was read', () => {
  expect(JSON.parse(readFileSync(require.resolve('ssh2/package.json'), 'utf8')).version).toBe('1.17.0')
})

test('the protocol has the members that are used', () => {
  const Protocol = require('ssh2/lib/protocol/Protocol.js')
  const protocol = new Protocol({ server: true, hostKeys: {}, onWrite: () => {}, onError: () => {} })
  expect({
    _onPayload: typeof protocol._onPayload,
    _onHandshakeComplete: typeof protocol._onHandshakeComplete,
    encrypt: typeof protocol._cipher.encrypt,
    alloc: typeof protocol._packetRW.write.alloc,
    finalize: typeof protocol._packetRW.write.finalize,
    allocStart: protocol._packetRW.write.allocStart,
    allocStartKEX: protocol._packetRW.write.allocStartKEX,
    channelClose: typeof protocol.channelClose,
  }).toEqual({
    _onPayload: 'function',
    _onHandshakeComplete: 'function',
    encrypt: 'function',
    alloc: 'function',
    finalize: 'function',
    allocStart: 5,
    allocStartKEX: 5,
    channelClose: 'function',
  })
})

test.each([
  ['protocol/kex.js', 'onPayload: this._protocol._onPayload'],
  ['protocol/kex.js', 'self._kex.remoteExtInfoEnabled = remoteExtInfoEnabled'],
  ['protocol/kex.js', 'this._protocol._onHandshakeComplete('],
  ['protocol/Protocol.js', 'if (firstHandshake && this._server && this._kex.remoteExtInfoEnabled)'],
  ['server.js', "this._srv.emit('connection', socket)"],
  ['server.js', 'this._sock = socket'],
  ['server.js', 'this._chanMgr = new ChannelManager(this)'],
  ['server.js', 'this._chanInfo = {'],
  ['server.js', 'this._protocol.authPKOK(this.key.algo, this.key.data)'],
  ['server.js', 'useSFTP = false'],
  ['protocol/utils.js', 'sendPacket: (proto, packet, bypass) => {'],
  ['protocol/utils.js', 'convertSignature: (signature, keyType) => {'],
  ['protocol/kex.js', 'this.sessionID = exchangeHash'],
  ['protocol/kex.js', 'this.negotiated.serverHostKey'],
])('lib/%s still says %s', (file, words) => {
  expect(readFileSync(require.resolve(`ssh2/lib/${file}`), 'utf8')).toContain(words)
})

test('an RSA host key is offered for SHA-2 signatures alone', () => {
  const { private: text } = ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 })
  const types = hostKeysToOffer([text]).map((entry) =>
    typeof entry === 'object' && 'key' in entry ? entry.key : entry,
  )
  expect(types).toMatchObject([{ type: 'rsa-sha2-512' }, { type: 'rsa-sha2-256' }])
})

test('whether the compiled ciphers are there can be told', () => {
  expect(typeof nativeCiphersLoaded()).toBe('boolean')
})
