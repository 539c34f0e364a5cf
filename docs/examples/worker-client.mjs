/**
 * The gateway's API for the workers of an online service: plain Node 20, no dependencies. Copy it and change what you like.
 * Every call throws when the gateway cannot be reached or answers with 5xx; then try again, nothing is lost.
 */
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { buffer } from 'node:stream/consumers'

const JSON_TYPE = 'application/json'

/** `url`: https://gateway.example:8446; `ca`: PEM of the gateway's certificate or of its authority, if the system does not know it. */
export function gatewayFor({ url, service, tokenFile, ca }) {
  const base = `${url}/REST/onlineServices/v1/${service}`
  const token = () => readFileSync(tokenFile, 'utf8').trim()

  async function open(method, path, { body, headers = {} } = {}) {
    const answer = await new Promise((resolve, reject) => {
      const all = { authorization: `Bearer ${token()}`, ...headers }
      request(base + path, { method, ca, headers: all, timeout: 30_000 }, resolve)
        .on('timeout', function () {
          this.destroy(new Error('the gateway is silent'))
        })
        .on('error', reject)
        .end(body)
    })
    if (answer.statusCode < 500) return answer
    answer.resume()
    throw new Error(`the gateway answered ${answer.statusCode}`)
  }

  async function ask(method, path, content) {
    const sent = content && { body: JSON.stringify(content), headers: { 'content-type': JSON_TYPE } }
    const answer = await open(method, path, sent)
    const text = (await buffer(answer)).toString()
    return { status: answer.statusCode, body: text === '' ? null : JSON.parse(text) }
  }

  const at = ({ deliveryId }) => `/deliveries/${deliveryId}`
  return {
    /** The delivery of a job, or without one the next that is due. Null: there is nothing to do, drop the job. */
    async claim(job) {
      const { status, body } = await ask('POST', '/claims', job === undefined ? {} : { job })
      if (status === 401) throw new Error('the gateway does not know us: look at the token')
      return status === 201 ? body : null
    },
    /** `submission.json`. */
    description: async (claim) => (await ask('GET', `${at(claim)}/description`)).body,
    /** A stream of bytes; its digest stands in the claim. */
    file: (claim, name) => open('GET', `${at(claim)}/files/${encodeURIComponent(name)}`),
    /** False: somebody else has it by now, stop. Call it three times in `leaseSeconds`. */
    renew: async (claim) => (await ask('POST', `${at(claim)}/lease`, { fence: claim.fence })).status === 200,
    /**
     * `{ outcome: 'delivered', reference }`, `{ outcome: 'refused', reason }` or `{ outcome: 'retry', reason, afterSeconds }`. False:
     * somebody else has it by now. To report the same twice does no harm.
     */
    report: async (claim, told) =>
      (await ask('POST', `${at(claim)}/outcome`, { fence: claim.fence, ...told })).status === 200,
    /** An answer to a declaration, such as a NOTI; `key` is yours, and the same for the same answer for ever. */
    async answer({ ticket, purpose, key, document }) {
      const query = new URLSearchParams({ purpose, ticket })
      const headers = { 'content-type': 'application/xml', 'idempotency-key': key }
      const answer = await open('POST', `/answers?${query}`, { body: document, headers })
      return { status: answer.statusCode, body: JSON.parse((await buffer(answer)).toString()) }
    },
  }
}
