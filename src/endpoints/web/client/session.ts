/** Requests in the name of a program: each with its token, and again when that is worth while. */
import { setTimeout as pause } from 'node:timers/promises'
import { Unavailable } from '../../../base/errors.ts'
import { nextAfter } from './again.ts'
import type { Answered, Asked, Exchange } from './exchange.ts'
import type { TokenHolder } from './token.ts'

export type Session = {
  /** Resolves with whatever the gateway answers for good; throws `Unavailable` when it does not. */
  ask(asked: Asked): Promise<Answered>
}

export function openSession(exchange: Exchange, tokens: TokenHolder): Session {
  return {
    async ask(asked) {
      let renewals = 0
      for (let failures = 0; ; ) {
        const attempt = await attempted(exchange, tokens, asked)
        const next = nextAfter('broken' in attempt ? 'broken' : attempt.answered, failures, renewals)
        if (next.do === 'renew') {
          tokens.forget()
          renewals++
          continue
        }
        if (next.do === 'take') {
          if ('broken' in attempt) throw attempt.broken
          return attempt.answered
        }
        failures++
        await pause(next.afterSeconds * 1000)
      }
    },
  }
}

type Attempted = { readonly answered: Answered } | { readonly broken: Unavailable }

/** Without a token, the answer is the one that brought none. */
async function attempted(exchange: Exchange, tokens: TokenHolder, asked: Asked): Promise<Attempted> {
  try {
    const token = await tokens.current()
    if (!token.ok) return { answered: token.problem }
    const headers = { accept: 'application/json', ...asked.headers, authorization: `Bearer ${token.value}` }
    return { answered: await exchange.ask({ ...asked, headers }) }
  } catch (error) {
    if (error instanceof Unavailable) return { broken: error }
    throw error
  }
}
