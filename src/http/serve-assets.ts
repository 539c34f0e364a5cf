import type { Asset } from './assets.ts'
import type { HttpApp } from './listener.ts'

/** The content never changes under its name, and holds nothing personal: it is the one thing that may be kept by browsers (case W12). */
const FOR_EVER = 'public, max-age=31536000, immutable'

export function serveAssets(app: HttpApp, assets: readonly Asset[]): void {
  for (const { path, mediaType, bytes } of assets) {
    app.get(path, async (_, reply) => reply.header('cache-control', FOR_EVER).type(mediaType).send(bytes))
  }
}
