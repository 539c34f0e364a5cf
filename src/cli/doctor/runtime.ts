import { nativeCiphersLoaded } from '../../endpoints/sftp/ssh2-internals.ts'
import type { Examination } from './examination.ts'

const NODE_MIN = 20

/** The program that runs us, and whether SSH ciphers run natively. */
export const examineRuntime: Examination = async () => {
  const major = Number(process.versions.node.split('.')[0])
  return [
    {
      name: 'node',
      state: major >= NODE_MIN ? 'ok' : 'problem',
      found: `Node ${process.versions.node} on ${process.platform}/${process.arch}`,
      ...(major >= NODE_MIN ? {} : { remedy: 'Install Node 20.19 or newer.' }),
    },
    nativeCiphersLoaded()
      ? { name: 'ssh ciphers', state: 'ok', found: "ssh2's native addon is loaded" }
      : {
          name: 'ssh ciphers',
          state: 'advice',
          found: "ssh2's native addon is not loaded; transfers cost about 1.7 times the processor time",
          remedy: 'Install a C++ compiler and run npm rebuild ssh2.',
        },
  ]
}
