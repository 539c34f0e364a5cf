import { channelIsRegistered } from './channel-is-registered.ts'
import type { Check, Round } from './check.ts'
import { dateIsRecent } from './date-is-recent.ts'
import { declarationPartsFit } from './declaration-parts-fit.ts'
import { declarationsAreComplete } from './declarations-are-complete.ts'
import { declarationsHoldContent } from './declarations-hold-content.ts'
import { documentCanBeValidated } from './document-can-be-validated.ts'
import { documentHoldsForms } from './document-holds-forms.ts'
import { documentIsValid } from './document-is-valid.ts'
import { documentIsWellFormed } from './document-is-well-formed.ts'
import { encodingIsSupported } from './encoding-is-supported.ts'
import { environmentFitsFolder } from './environment-fits-folder.ts'
import { environmentIsOpen } from './environment-is-open.ts'
import type { SetKind } from './facts.ts'
import { filesAreWithinLimit } from './files-are-within-limit.ts'
import { formTypeFitsName } from './form-type-fits-name.ts'
import { formTypeFitsSchema } from './form-type-fits-schema.ts'
import { formsAreWithinLimit } from './forms-are-within-limit.ts'
import { keyIsUnused } from './key-is-unused.ts'
import {
  countIsRight,
  dateIsReal,
  environmentIsKnown,
  environmentIsNamed,
  markIsKnown,
  sequenceIsRight,
  structureIsRight,
} from './name-elements.ts'
import { namespaceIsRight } from './namespace-is-right.ts'
import { partsAreAdmitted } from './parts-are-admitted.ts'
import { purposeIsOffered } from './purpose-is-offered.ts'
import { rootHoldsFormsOnly } from './root-holds-forms-only.ts'
import { rootIsKnown } from './root-is-known.ts'
import { schemaIsKnown } from './schema-is-known.ts'
import { schemaIsNamed } from './schema-is-named.ts'
import { senderIsActive } from './sender-is-active.ts'
import { senderOwnsFolder } from './sender-owns-folder.ts'
import { serviceIsChosen } from './service-is-chosen.ts'
import { signaturePartsFit } from './signature-parts-fit.ts'
import { signaturesAreAdmitted } from './signatures-are-admitted.ts'
import { signaturesAreComplete } from './signatures-are-complete.ts'
import { signaturesAreGood } from './signatures-are-good.ts'
import { triggerCame } from './trigger-came.ts'

export type CheckRow = readonly [
  round: Round,
  check: Check,
  codes: readonly number[],
  ...kinds: readonly [SetKind, ...SetKind[]],
]

const D = 'declaration'
const A = 'acknowledgement' // a sender's own: only its names and its files are looked at (decision 14)

/** Every check, in the order of spec §7, with the codes it may give and the kinds of sets it is asked about (rule 6.1). */
// biome-ignore format: a table of the specification
export const CHECKS: readonly CheckRow[] = [
  ['name',      markIsKnown,             [129],           D, A],
  ['name',      purposeIsOffered,        [129],           D   ],
  ['name',      structureIsRight,        [107, 131, 132], D, A],
  ['name',      environmentIsNamed,      [144],           D, A],
  ['name',      senderOwnsFolder,        [108],           D, A],
  ['name',      dateIsReal,              [109, 110],      D, A],
  ['name',      dateIsRecent,            [111, 126],      D, A],
  ['name',      sequenceIsRight,         [112, 367, 127], D, A],
  ['name',      countIsRight,            [114, 115, 116], D, A],
  ['name',      partsAreAdmitted,        [128],           D, A],
  ['name',      environmentIsKnown,      [117],           D, A],
  ['name',      environmentFitsFolder,   [118, 119, 257], D, A],
  ['name',      keyIsUnused,             [133],           D, A],

  ['set',       declarationsAreComplete, [120],           D, A],
  ['set',       signaturesAreAdmitted,   [121],           D   ],
  ['set',       signaturesAreComplete,   [122],           D   ],
  ['set',       declarationPartsFit,     [123],           D, A],
  ['set',       signaturePartsFit,       [124],           D   ],
  ['set',       triggerCame,             [130],           D, A],
  ['set',       declarationsHoldContent, [134],           D, A],
  ['set',       filesAreWithinLimit,     [184],           D, A],

  ['rights',    senderIsActive,          [103],           D, A],
  ['rights',    serviceIsChosen,         [154],           D   ],
  ['rights',    channelIsRegistered,     [249],           D   ],
  ['rights',    environmentIsOpen,       [168],           D   ],

  ['signature', signaturesAreGood,       [125, 153],      D   ],

  ['document',  formsAreWithinLimit,     [275],           D   ],
  ['document',  documentCanBeValidated,  [184],           D   ],
  ['document',  documentIsWellFormed,    [102],           D   ],
  ['document',  encodingIsSupported,     [138],           D   ],
  ['document',  schemaIsNamed,           [136],           D   ],
  ['document',  schemaIsKnown,           [88],            D   ],
  ['document',  rootIsKnown,             [89],            D   ],
  ['document',  namespaceIsRight,        [139],           D   ],
  ['document',  formTypeFitsSchema,      [135],           D   ],
  ['document',  formTypeFitsName,        [158],           D   ],
  ['document',  rootHoldsFormsOnly,      [205],           D   ],
  ['document',  documentHoldsForms,      [157],           D   ],
  ['document',  documentIsValid,         [312],           D   ],
]
