import type { MonitorDefinition, MonitorInput } from './schema'

/** A monitor as a form holds it: numbers as they are typed. */
export interface MonitorDraft {
  name: string
  url: string
  appId: string
  intervalSeconds: string
  deployIntervalSeconds: string
  channelIds: readonly string[]
  /** Without it the request that is stored stays: what is secret of it never came here. */
  replacesRequest: boolean
  method: string
  /** One `Name: value` a line. */
  headers: string
  body: string
  authType: 'none' | 'basic' | 'bearer'
  username: string
  password: string
  token: string
  expectedStatus: string
  keyword: string
  mustContain: boolean
  followRedirects: boolean
  ipVersion: '' | '4' | '6'
  timeoutMs: string
  failureThreshold: string
  recoveryThreshold: string
  degradedMs: string
  tlsExpiryDays: string
  reminderMinutes: string
}

/** What a new monitor starts from: the schema's own defaults. */
export const emptyMonitorDraft: MonitorDraft = {
  name: '',
  url: '',
  appId: '',
  intervalSeconds: '60',
  deployIntervalSeconds: '5',
  channelIds: [],
  replacesRequest: true,
  method: 'GET',
  headers: '',
  body: '',
  authType: 'none',
  username: '',
  password: '',
  token: '',
  expectedStatus: '200-299',
  keyword: '',
  mustContain: true,
  followRedirects: true,
  ipVersion: '',
  timeoutMs: '10000',
  failureThreshold: '2',
  recoveryThreshold: '1',
  degradedMs: '',
  tlsExpiryDays: '14',
  reminderMinutes: '',
}

/** Which values of the API each part of the draft stands for, where the names differ. */
export const monitorPaths: Partial<Record<keyof MonitorDraft, string>> = {
  authType: 'auth.type',
  username: 'auth.username',
  password: 'auth.password',
  token: 'auth.token',
  keyword: 'keyword.text',
  mustContain: 'keyword.mustContain',
}

/** `https://shop.example.com/health` suggests `shop.example.com/health`; empty for what is no URL. */
export const suggestMonitorName = (url: string): string => {
  if (!URL.canParse(url)) return ''
  const { host, pathname } = new URL(url)
  return `${host}${pathname === '/' ? '' : pathname}`.slice(0, 100)
}

const number = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))
const numberOrNull = (text: string): number | null => (text.trim() === '' ? null : Number(text))

const headersOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const [, name = line, value = ''] = /^([^:]*):(.*)$/.exec(line) ?? []
        return [name.trim(), value.trim()]
      }),
  )

const authOf = ({ authType, username, password, token }: MonitorDraft): MonitorInput['auth'] => {
  if (authType === 'basic') return { type: 'basic', username, password }
  return authType === 'bearer' ? { type: 'bearer', token } : null
}

const requestOf = (draft: MonitorDraft) => ({
  headers: headersOf(draft.headers),
  body: draft.body === '' ? null : draft.body,
  auth: authOf(draft),
})

/** The whole monitor that a form describes, to be checked by the schema. */
export const monitorFromDraft = (draft: MonitorDraft) => ({
  name: draft.name.trim() || suggestMonitorName(draft.url.trim()),
  url: draft.url.trim(),
  appId: draft.appId || null,
  method: draft.method,
  ...(draft.replacesRequest ? requestOf(draft) : {}),
  expectedStatus: draft.expectedStatus.trim(),
  keyword: draft.keyword === '' ? null : { text: draft.keyword, mustContain: draft.mustContain },
  followRedirects: draft.followRedirects,
  ipVersion: draft.ipVersion === '' ? null : Number(draft.ipVersion),
  intervalSeconds: number(draft.intervalSeconds),
  deployIntervalSeconds: number(draft.deployIntervalSeconds),
  timeoutMs: number(draft.timeoutMs),
  failureThreshold: number(draft.failureThreshold),
  recoveryThreshold: number(draft.recoveryThreshold),
  degradedMs: numberOrNull(draft.degradedMs),
  tlsExpiryDays: number(draft.tlsExpiryDays),
  reminderMinutes: numberOrNull(draft.reminderMinutes),
  channelIds: [...draft.channelIds],
})

const noAuth = { username: null, password: null, token: null }

/** The merge patch that brings a monitor to what the form says; headers of these names go. */
export const monitorPatch = (draft: MonitorDraft, storedHeaders: readonly string[]): Record<string, unknown> => {
  const { headers, auth, ...rest } = { headers: {}, auth: null, ...monitorFromDraft(draft) }
  if (!draft.replacesRequest) return rest
  const gone = Object.fromEntries(storedHeaders.map((name) => [name, null]))
  return { ...rest, headers: { ...gone, ...headers }, auth: auth && { ...noAuth, ...auth } }
}

type Shown = Omit<MonitorDefinition, 'headers' | 'body' | 'auth' | 'enabled' | 'method' | 'ipVersion'> & {
  method: string
  ipVersion: number | null
}

/** An existing monitor as a form holds it. */
export const monitorDraftOf = (monitor: Shown): MonitorDraft => ({
  ...emptyMonitorDraft,
  name: monitor.name,
  url: monitor.url,
  appId: monitor.appId ?? '',
  intervalSeconds: String(monitor.intervalSeconds),
  deployIntervalSeconds: String(monitor.deployIntervalSeconds),
  channelIds: monitor.channelIds,
  replacesRequest: false,
  method: monitor.method,
  expectedStatus: monitor.expectedStatus,
  keyword: monitor.keyword?.text ?? '',
  mustContain: monitor.keyword?.mustContain ?? true,
  followRedirects: monitor.followRedirects,
  ipVersion: monitor.ipVersion === 4 ? '4' : monitor.ipVersion === 6 ? '6' : '',
  timeoutMs: String(monitor.timeoutMs),
  failureThreshold: String(monitor.failureThreshold),
  recoveryThreshold: String(monitor.recoveryThreshold),
  degradedMs: monitor.degradedMs === null ? '' : String(monitor.degradedMs),
  tlsExpiryDays: String(monitor.tlsExpiryDays),
  reminderMinutes: monitor.reminderMinutes === null ? '' : String(monitor.reminderMinutes),
})
