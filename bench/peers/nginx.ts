/** nginx on loopback, which takes files by PUT (its WebDAV module), with a configuration of its own and as whoever runs the benchmark. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NotRun } from '../figure.ts'
import { freePort, type Server, startServer, untilListening } from '../rig/server.ts'
import { findProgram } from './find-program.ts'

export type Nginx = Server & { readonly url: string }

type Pair = { readonly keyFile: string; readonly certificateFile: string }

/** `folder` takes its working files; files come to `dir`. Throws `NotRun` when it is missing or does not start here. */
export async function startNginx(folder: string, dir: string, pair: Pair, stop: AbortSignal): Promise<Nginx> {
  const program = await findProgram('nginx')
  if (!program) throw new NotRun('there is no nginx (Debian: nginx-light)')
  const at = (name: string): string => join(folder, name)
  await mkdir(folder, { recursive: true })
  const port = await freePort()
  await writeFile(at('configuration'), configuration(port, dir, pair, at))
  const server = await startServer({
    ...{ program, words: ['-p', folder, '-c', at('configuration'), '-e', at('errors')], stop },
    ready: (ended) => untilListening(port, ended),
  }).catch((error: Error) => {
    throw new NotRun(`nginx does not start: ${error.message}`)
  })
  return {
    ...server,
    url: `https://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

/** One process, for one stream. What arrives lies on the volume of `dir` from the beginning, so that its end is a rename. */
function configuration(
  port: number,
  dir: string,
  { keyFile, certificateFile }: Pair,
  at: (name: string) => string,
): string {
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${at(name)};`)
  return `daemon off; master_process off; pid ${at('pid')};
events {}
http {
  access_log off; ${kept.join(' ')}
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${certificateFile}; ssl_certificate_key ${keyFile}; ssl_protocols TLSv1.3;
    client_max_body_size 0;
    location / { root ${dir}; dav_methods PUT; }
  }
}
`
}
