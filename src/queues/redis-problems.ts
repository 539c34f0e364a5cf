/** rule 25.9: what may be wrong with a Redis that holds the queues, told with its remedy. Pure. */
import type { QueueProblem } from './backend.ts'

export const LOCKED: QueueProblem = {
  code: 'password',
  cause: 'The queue server refuses the password.',
  remedy: 'Correct queues.passwordFile, or the user in queues.url.',
}

export const UNREACHABLE: QueueProblem = {
  code: 'unreachable',
  cause: 'The queue server does not answer.',
  remedy: 'Start it, or correct queues.url.',
}

/** `memory`: that section of `INFO`. A policy that drops keys comes first: with it no memory is ever short. */
export function problemOfMemory(memory: string): QueueProblem | null {
  const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1] ?? 'noeviction'
  if (policy !== 'noeviction') return evicting(policy)
  const [most, used, notCounted] = ['maxmemory', 'used_memory', 'mem_not_counted_for_evict'].map((field) =>
    Number(new RegExp(`^${field}:(\\d+)`, 'm').exec(memory)?.[1] ?? 0),
  ) as [number, number, number]
  return most > 0 && used - notCounted > most ? full(most) : null
}

function evicting(policy: string): QueueProblem {
  return {
    code: 'eviction',
    cause: `The queue server drops keys when memory is short (maxmemory-policy ${policy}).`,
    remedy: 'Set maxmemory-policy noeviction on it.',
  }
}

/** It answers and takes nothing new (case Q5). */
function full(most: number): QueueProblem {
  return {
    code: 'memory',
    cause: `The queue server has used all of its memory (maxmemory ${most} bytes) and takes no jobs.`,
    remedy: 'Raise maxmemory on it, or remove what else is kept there.',
  }
}
