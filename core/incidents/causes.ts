/** Of an incident that is a warning, while the monitor answers as it should. */
export const warningCode = 'tls_expires_soon'

export const isWarning = (causeCode: string): boolean => causeCode === warningCode

/** Whether a deployment may have done it: certificates end by themselves, whatever is deployed. */
export const mayComeOfDeployment = (causeCode: string): boolean => !isWarning(causeCode) && causeCode !== 'tls_expired'
