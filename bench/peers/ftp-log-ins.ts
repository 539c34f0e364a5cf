/** Many clients that log in at the same time, in one process, so that they cost little beside the server. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { FtpAccount } from './ftp-account.ts'

/** Connected and logged in; disposing closes all of them. */
export type LoggedIn = AsyncDisposable & { readonly seconds: number }

/** From the first connection until the last one is welcome, `atATime` on their way together; all of them stay. Rejects when one is turned away. */
export async function logInMany(account: FtpAccount, count: number, atATime = count): Promise<LoggedIn> {
  const sockets: Socket[] = []
  let left = count
  const logInOn = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      await logIn(account, sockets)
    }
  }
  const began = performance.now()
  const close = async (): Promise<void> => {
    await Promise.all(sockets.map((socket) => (socket.closed ? null : once(socket.destroy(), 'close'))))
  }
  try {
    await Promise.all(Array.from({ length: atATime }, logInOn))
  } catch (error) {
    await close()
    throw error
  }
  return { seconds: (performance.now() - began) / 1000, [Symbol.asyncDispose]: close }
}

/** The codes that are waited for, and what is said to each. */
function logIn({ host, port, user, password }: FtpAccount, sockets: Socket[]): Promise<void> {
  const answers = new Map([
    ['220', `USER ${user}\r\n`],
    ['331', `PASS ${password}\r\n`],
  ])
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true })
    sockets.push(socket)
    socket.setEncoding('latin1')
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('a log-in was cut off')))
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
      const code = /^(\d{3}) .*\r\n$/m.exec(text)?.[1]
      if (code === undefined) return
      text = ''
      const answer = answers.get(code)
      if (answer !== undefined) socket.write(answer)
      else if (code === '230') resolve()
      else reject(new Error(`a log-in was answered with ${code}`))
    })
  })
}
