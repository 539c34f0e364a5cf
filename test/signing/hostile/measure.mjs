/**
 * A process of its own, which gives hostile inputs to the compiled product: `node --expose-gc measure.mjs <program folder> <inputs.json>`. Prints for each the
 * milliseconds of the processor, and by how many megabytes it made the process
 * grow at the most.
 */
import { readFileSync, writeFileSync } from 'node:fs'

const [folder, inputs] = process.argv.slice(2)
const product = (path) => import(new URL(`${path}.js`, `file://${folder}/`).href)

const { verifySignature } = await product('signing/verify-signature')
const { inspectCertificate } = await product('signing/inspect-certificate')
const { standingByList } = await product('signing/crl')
const { standingByOcsp } = await product('signing/ocsp')
const { checkToken } = await product('signing/timestamp/check-token')
const { readCertificate } = await product('signing/certificate')
const { DocumentReader } = await product('stages/checkers/document-reader')
const { Readable } = await import('node:stream')
const { createHash } = await import('node:crypto')

const { now: told, content: text, cases } = JSON.parse(readFileSync(inputs, 'utf8'))
const [now, content] = [new Date(told), Buffer.from(text)]
const imprint = createHash('sha256').update(content).digest()
const nonce = Buffer.alloc(16)
const read = (der) => readCertificate(der).value

const GARBAGE_MEGABYTES = 10

const DOORS = {
  signature: (file, [own, ...chain]) =>
    verifySignature({
      ...{ signatureFile: file, issuers: [], allowSelfSigned: true, sealedAt: now },
      content: { digests: {}, bytes: content.length, stream: () => Readable.from([content]) },
      registered: own ? [{ der: own, chain, usages: ['signature'], state: 'valid', sha256: '' }] : [],
    }),
  upload: (file) => inspectCertificate(file, { issuers: [], allowSelfSigned: true, now, usages: ['signature'] }),
  list: (file, [certificate, issuer]) => standingByList(file, read(certificate), read(issuer), now),
  ocsp: (file, [certificate, issuer]) =>
    standingByOcsp(file, { certificate: read(certificate), issuer: read(issuer), nonce, now }),
  token: (file) => checkToken(file, { imprint, issuers: [] }),
  document(file) {
    const reader = new DocumentReader()
    for (let at = 0; at < file.length; at += 65_536) reader.write(file.subarray(at, at + 65_536))
    return reader.end()
  },
}

let cleaned = 0
for (const { name, door, file, beside } of cases) {
  if (memory('VmRSS') - cleaned > GARBAGE_MEGABYTES) cleanUp()
  writeFileSync('/proc/self/clear_refs', '5') // the largest size is counted from here
  const idle = memory('VmRSS')
  const [bytes, ...others] = [file, ...beside].map((path) => readFileSync(path))
  const before = process.cpuUsage()
  const finding = await DOORS[door](bytes, others)
  const { user, system } = process.cpuUsage(before)
  const megabytes = memory('VmHWM') - idle
  const found = door === 'document' ? finding.fault !== null || finding.limitExceeded !== null : wordsOf(finding)
  process.stdout.write(`${JSON.stringify({ name, door, milliseconds: (user + system) / 1000, megabytes, found })}\n`)
}

/** What earlier inputs left is not this one's. */
function cleanUp() {
  gc()
  cleaned = memory('VmRSS')
}

/** In megabytes. Not `maxRSS`, in which the process that began this one is counted. */
function memory(of) {
  return Number(new RegExp(`^${of}:\\s+(\\d+) kB`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024
}

function wordsOf({ outcome, detail, ok, problem }) {
  return outcome ? [outcome, detail].join(' ') : ok ? 'ok' : (problem.code ?? problem.fault ?? problem)
}
