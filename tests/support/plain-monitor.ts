/** A monitor as the database has it, with nothing special about it. */
export const plainMonitor = (teamId: string, count: number) => ({
  teamId,
  name: `Page ${count}`,
  url: `https://host-${count}.example.com/`,
  method: 'GET',
  requestSealed: '',
  requestShown: {},
  expectedStatus: '200-299',
  followRedirects: true,
  intervalSeconds: 60,
  deployIntervalSeconds: 5,
  timeoutMs: 10_000,
  failureThreshold: 2,
  recoveryThreshold: 1,
  tlsExpiryDays: 14,
  enabled: true,
})
