import type { Operation } from './operation'
import * as apps from './operations/apps'
import * as audit from './operations/audit'
import * as channels from './operations/channels'
import * as deployments from './operations/deployments'
import * as hosts from './operations/hosts'
import * as incidents from './operations/incidents'
import * as maintenance from './operations/maintenance'
import * as monitors from './operations/monitors'
import * as platform from './operations/platform'
import * as registries from './operations/registries'
import * as statusPage from './operations/status-page'
import * as tokens from './operations/tokens'

const isOperation = (value: object): value is Operation => 'operationId' in value

/** Every call of the API, in the order in which it is documented. */
export const operations: readonly Operation[] = [
  platform,
  hosts,
  registries,
  apps,
  deployments,
  monitors,
  incidents,
  channels,
  maintenance,
  statusPage,
  tokens,
  audit,
].flatMap((topic) => Object.values<object>(topic).filter(isOperation))
