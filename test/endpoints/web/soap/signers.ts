import { createPrivateKey } from 'node:crypto'
import { makeSelfSigned } from '../../../../src/signing/make-certificate.ts'
import type { Signer } from './signed-message.ts'

export async function makeSigner(keyType: 'rsa' | 'ec' = 'rsa'): Promise<Signer> {
  const pair = await makeSelfSigned({ commonName: 'Sender', days: 9, now: new Date(), keyType })
  return { key: createPrivateKey(pair.keyPem), certificatePem: pair.certificatePem }
}
