/** A warning, while the monitor answers as it should. */
export const isWarning = (causeCode: string): boolean => causeCode === 'tls_expires_soon'

/** Whether a deployment may have done it: certificates end by themselves, whatever is deployed. */
export const mayComeOfDeployment = (causeCode: string): boolean =>
  causeCode !== 'tls_expires_soon' && causeCode !== 'tls_expired'
