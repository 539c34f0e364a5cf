/** How many access tokens are issued in a second, each for an assertion of its own that was signed before. */
import { join } from 'node:path'
import { signAssertion } from '../../src/endpoints/web/client/assertion.ts'
import type { Exchange } from '../../src/endpoints/web/client/exchange.ts'
import { TOKEN_PATH } from '../../src/endpoints/web/client/token.ts'
import type { Figure } from '../figure.ts'
import { besideGoal } from '../reading.ts'
import { openGateway } from '../rig/gateway.ts'
import { openTempFolder } from '../rig/temp-folder.ts'
import { inParallel, openWebExchange, type WebAccount } from '../rig/web.ts'
import { inTurns } from '../rounds.ts'

const CONNECTIONS = 8
const TOKENS = { usual: 600, full: 3000 } as const
const PER_SECOND = 300
const WARM_UPS = 3
/** What one sender may ask for is not what is measured. */
const SETTINGS = ['limits.webRequestsPerSecond=100000']

export const webTokens: Figure = {
  id: 'web-tokens',
  title: `Access tokens on ${CONNECTIONS} connections`,
  async measure(bench) {
    await using folder = await openTempFolder()
    await using gateway = await openGateway(bench.program, join(folder.path, 'gateway'), { settings: SETTINGS })
    using exchange = await openWebExchange(gateway.web)
    const count = bench.full ? TOKENS.full : TOKENS.usual
    const rates = await inTurns(
      {
        async ours() {
          const forms = Array.from({ length: count }, () => formOf(gateway.web))
          const began = performance.now()
          await inParallel(forms, CONNECTIONS, (form) => askForToken(exchange, form))
          return count / ((performance.now() - began) / 1000)
        },
      },
      bench,
      { warmUps: WARM_UPS },
    )
    const name = `Access tokens on ${CONNECTIONS} connections, RS256`
    return [besideGoal({ name, unit: 'tokens/s' }, rates.ours, { what: 'at least', value: PER_SECOND })]
  },
}

function formOf({ url, clientId, key }: WebAccount): Buffer {
  const audience = `${url.origin}${TOKEN_PATH}`
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: signAssertion(key, { clientId, audience, now: new Date() }),
  })
  return Buffer.from(form.toString())
}

async function askForToken(exchange: Exchange, form: Buffer): Promise<void> {
  const body = {
    ...{ contentType: 'application/x-www-form-urlencoded', bytes: form.length },
    async *open() {
      yield form
    },
  }
  const { status } = await exchange.ask({ method: 'POST', path: TOKEN_PATH, body })
  if (status !== 200) throw new Error(`a token was refused with ${status}`)
}
