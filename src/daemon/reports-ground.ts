import type { Config } from '../config/schema.ts'
import type { ReportsGround, ShownOffer } from '../portal/reports-ground.ts'
import { authenticatedChannels } from '../registry/certificate-usages.ts'
import type { Ground } from './ground.ts'
import { inspectUploadWith } from './inspect-upload.ts'
import { derivedFrom } from './live-view.ts'
import { type SendingUnder, sendingFactsOf } from './sending-facts.ts'

/** What setting up structured reports stands on, as it is in force. */
export function reportsGround(under: SendingUnder & Pick<Ground, 'log'>): ReportsGround {
  const { live } = under
  return {
    offer: derivedFrom(() => live.current(), offerOf),
    draftHours: () => live.current().access.draftHours,
    inspectUpload: inspectUploadWith(under),
    sendingFacts: sendingFactsOf(under),
  }
}

function offerOf({ qualities, networks, services, names, access, ftp }: Config): ShownOffer {
  return {
    ...{ qualities, networks, services },
    authenticated: authenticatedChannels(ftp),
    reserved: [names.gatewayNumber],
    clientIds: access.clientIds,
  }
}
