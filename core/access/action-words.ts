const words: Record<string, string> = {
  'app.create': 'added the app',
  'app.update': 'changed the app',
  'app.delete': 'deleted the app',
  'app.try': 'tried the app',
  'app.repair': 'put right the app',
  'deployment.start': 'started the deployment',
  'deployment.cancel': 'cancelled the deployment',
  'host.create': 'added the host',
  'host.update': 'changed the host',
  'host.delete': 'removed the host',
  'host.test': 'tested the host',
  'registry.create': 'added the registry login',
  'registry.update': 'changed the registry login',
  'registry.delete': 'removed the registry login',
  'status_page.update': 'changed the status page',
  'token.create': 'created the token',
  'token.delete': 'revoked the token',
  'instance.create': 'set up this instance for',
  'session.create': 'signed in as',
  'session.delete': 'signed out',
}

/** What was done, as part of a sentence; one without words yet is shown as it is stored. */
export const actionWords = (action: string): string => words[action] ?? action
