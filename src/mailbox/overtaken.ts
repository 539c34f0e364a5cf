import { Unavailable } from '../base/errors.ts'

/** Somebody else changed the file between our look and our lock: the transaction is undone, and what is there now is looked at. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

/** Each one means that somebody else's change was made. */
const OVERTAKEN_MAX = 20

/** Does `change` again while it throws `Overtaken`, so that its reply is one that it would have got alone, before or after the others. */
export async function lookingAgain<Value>(change: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; attempt <= OVERTAKEN_MAX; attempt++) {
    try {
      return await change()
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error
    }
  }
  throw new Unavailable('Others change this file all the time.')
}
