import { refusal } from '../../base/refusal.ts'

export const NOT_OFFERED = refusal('SLU-METHOD', 'This way of signing in is not offered here.', 'Choose another way.', {
  key: 'methodNotOffered',
})
