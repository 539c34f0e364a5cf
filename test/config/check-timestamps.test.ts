import { expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { BadConfiguration } from '../../src/config/problems.ts'
import { makeCa, makeSelfSigned } from '../../src/signing/make-certificate.ts'
import { folderWith } from './folder.ts'

const { certificatePem: root } = await makeCa({ commonName: 'Root', keyType: 'ec', days: 9, now: new Date() })
const { certificatePem: leaf } = await makeSelfSigned({ commonName: 'Leaf', keyType: 'ec', days: 9, now: new Date() })
/** Issued by itself, without leave to issue anything; OpenSSL made it for a hundred years. */
const noAuthority = `-----BEGIN CERTIFICATE-----
MIIBazCCAROgAwIBAgIUEd798RlnIPh03mywGd9cR7O4h/wwCgYIKoZIzj0EAwIw
HTEbMBkGA1UEAwwSVm91Y2hlcy1mb3ItaXRzZWxmMCAXDTI2MTEyODEwMjQxMVoY
DzIxMjYxMTA0MTAyNDExWjAdMRswGQYDVQQDDBJWb3VjaGVzLWZvci1pdHNlbGYw
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARAF4cnu54Ue9vQWhxSL2qmwLsZy/N2
Tw1TfDyEyadZtbyHiGpA1gqJSAmzy0uckoAXfvtKmPoOTtWiccJ5jqEqoy8wLTAM
BgNVHRMBAf8EAjAAMB0GA1UdDgQWBBRX58fmIPwh316Au1/wy+qbCqghTzAKBggq
hkjOPQQDAgNGADBDAh8uU4i8W45UzNB7wEw7XZmsM5YT2DXYQaFORXB3Hb4VAiA7
HOhTK10T4/EYX9t/BeBLFDR+O1BMNswMpeNdoJ0LgA==
-----END CERTIFICATE-----
`
const FILES = {
  'root.crt': root,
  'leaf.crt': leaf,
  'two.crt': leaf + root,
  'self.crt': noAuthority,
  'text.crt': 'text',
  'pass.key': 'secret\n',
}
const URL = 'url=https://tsa.example/stamp'
const ROOT = 'issuers=root.crt'

test.each<[string, string[], string[]]>([
  ['no authority needs nothing', ['issuers=nowhere'], []],
  ['an authority and its root', [URL, ROOT], []],
  ['a root among others', [URL, 'issuers=two.crt'], []],
  ['an authority with a password', [URL, ROOT, 'user=us', 'passwordFile=pass.key', 'caFile=leaf.crt'], []],
  ['an authority whom nobody vouches for', [URL], ['issuers: is empty.']],
  ['a root that is not there', [URL, 'issuers=nowhere'], ['issuers: <cwd>/nowhere does not exist.']],
  ['a root that is none', [URL, 'issuers=leaf.crt'], ['issuers: <cwd>/leaf.crt holds no root certificate.']],
  ['a root that may not issue', [URL, 'issuers=self.crt'], ['issuers: <cwd>/self.crt holds no root certificate.']],
  [
    'files of something else',
    [URL, 'issuers=text.crt', 'caFile=text.crt'],
    [
      'caFile: <cwd>/text.crt holds no certificate, or one that cannot be read.',
      'issuers: <cwd>/text.crt holds no certificate, or one that cannot be read.',
    ],
  ],
  ['half a password', [URL, ROOT, 'user=us'], ['user: of user and passwordFile only one is set.']],
  [
    'a password over plain HTTP',
    ['url=http://tsa.example/', ROOT, 'user=us', 'passwordFile=pass.key'],
    ['url: the password would go over plain HTTP.'],
  ],
  [
    'a password in the address',
    ['url=https://us:secret@tsa.example/', ROOT],
    ['url: a user name or password stands in it.'],
  ],
  [
    'a password that is not there',
    [URL, ROOT, 'user=us', 'passwordFile=nowhere'],
    ['passwordFile: <cwd>/nowhere does not exist.'],
  ],
])('rule 29.8: %s', async (_, sets, found) => {
  using folder = folderWith(FILES)
  const named = sets.map((set) => `acknowledgement.timestamp.${set}`)
  const failure = await loadConfig({ cwd: folder.path, sets: named }).catch((error: unknown) => error)
  const problems = failure instanceof BadConfiguration ? failure.problems : []
  const shown = problems.map((one) => `${one.setting.replace('acknowledgement.timestamp.', '')}: ${one.found}`)
  expect(shown.map((text) => text.replaceAll(folder.path, '<cwd>')).sort()).toEqual([...found].sort())
})
