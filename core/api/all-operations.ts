import type { Operation } from './operation'
import * as apps from './operations/apps'
import * as audit from './operations/audit'
import * as certificates from './operations/certificates'
import * as channels from './operations/channels'
import * as deployments from './operations/deployments'
import * as hooks from './operations/hooks'
import * as hosts from './operations/hosts'
import * as incidents from './operations/incidents'
import * as invitations from './operations/invitations'
import * as maintenance from './operations/maintenance'
import * as members from './operations/members'
import * as monitors from './operations/monitors'
import * as platform from './operations/platform'
import * as quotas from './operations/quotas'
import * as registries from './operations/registries'
import * as statusPage from './operations/status-page'
import * as tokens from './operations/tokens'

const isOperation = (value: object): value is Operation => 'operationId' in value

/** Every call of the API, in the order in which it is documented. */
export const operations: readonly Operation[] = [
  platform,
  hosts,
  registries,
  certificates,
  apps,
  deployments,
  hooks,
  monitors,
  incidents,
  channels,
  maintenance,
  statusPage,
  quotas,
  members,
  invitations,
  tokens,
  audit,
].flatMap((topic) => Object.values<object>(topic).filter(isOperation))
