/**
 * The first line of a connection. We say who we are and read the client's identification line ourselves, with limits in
 * length and time (case S4), and hand ssh2 a whole line: it loses bytes of a line that comes in more than two pieces.
 */
import type { Socket } from 'node:net'
import type { Server } from 'ssh2'

export const SOFTWARE = 'Sluice'

/** RFC 4253 §4.2: at most 255 characters with CR and LF. */
const LINE_BYTES_MAX = 255
const LINE = /^SSH-(2\.0|1\.99)-[^ ]+( .*)?\r?\n$/
const IDENTIFICATION = `SSH-2.0-${SOFTWARE}\r\n`

const LF = 10

/** Why a connection was not let in, for the log; nothing when it just went away. */
export type Unfit = 'tooSlow' | 'tooLong' | 'notSsh' | undefined

/** Resolves with `fit` when the line is read and put back in front of what follows it; otherwise the socket is gone. */
export function identify(socket: Socket, seconds: number): Promise<{ fit: true } | { fit: false; why: Unfit }> {
  return new Promise((resolve) => {
    let read = Buffer.alloc(0)
    const leave = (outcome: { fit: true } | { fit: false; why: Unfit }): void => {
      clearTimeout(timer)
      socket.off('data', onData).off('close', onClose)
      if (!outcome.fit) socket.destroy()
      resolve(outcome)
    }
    const refuse = (why: Unfit): void => leave({ fit: false, why })
    const onClose = (): void => refuse(undefined)
    const onData = (chunk: Buffer): void => {
      read = Buffer.concat([read, chunk])
      const verdict = judge(read)
      if (verdict === 'fit') {
        socket.pause()
        socket.unshift(read)
        leave({ fit: true })
      } else if (verdict !== 'incomplete') {
        refuse(verdict)
      }
    }
    const timer = setTimeout(() => refuse('tooSlow'), seconds * 1000)
    socket.on('data', onData).on('close', onClose)
    socket.write(IDENTIFICATION)
  })
}

function judge(read: Buffer): 'fit' | 'incomplete' | 'tooLong' | 'notSsh' {
  const end = read.indexOf(LF)
  if (end >= LINE_BYTES_MAX || (end === -1 && read.length >= LINE_BYTES_MAX)) return 'tooLong'
  if (end === -1) return 'incomplete'
  return LINE.test(read.toString('latin1', 0, end + 1)) ? 'fit' : 'notSsh'
}

/** Gives the socket to ssh2, and drops the identification that ssh2 would send a second time. */
export function handOver(socket: Socket, server: Server): void {
  const write = socket.write
  const writeOnce = (...sent: Parameters<typeof write>): boolean => {
    socket.write = write
    return String(sent[0]) === IDENTIFICATION ? true : write.apply(socket, sent)
  }
  socket.write = writeOnce as typeof write
  server.injectSocket(socket)
}
