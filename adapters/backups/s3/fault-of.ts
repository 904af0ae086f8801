import type { S3Destination } from '@/core/backups/destination'
import { BackupFault } from '@/core/backups/fault'
import { type Answer, firstText } from './answer'

const rights = 's3:PutObject, s3:ListBucket and s3:DeleteObject'

/** Why the storage did not do it, as a sentence with the remedy. */
export const faultOf = (answer: Answer, { endpoint, bucket, region, accessKeyId }: S3Destination): BackupFault => {
  const { host } = new URL(endpoint)
  const code = firstText(answer.text, 'Code') ?? ''
  const itsRegion = firstText(answer.text, 'Region') ?? one(answer.headers['x-amz-bucket-region'])
  const say = (text: string, field: string | null) => new BackupFault(text, field)
  switch (code) {
    case 'SignatureDoesNotMatch':
      return say(
        `${host} refused the signature: the secret access key does not belong to ${accessKeyId}. Put it in again.`,
        'secretAccessKey',
      )
    case 'InvalidAccessKeyId':
      return say(`${host} does not know the access key ID ${accessKeyId}. Correct it.`, 'destination.accessKeyId')
    case 'NoSuchBucket':
      return say(`${host} has no bucket ${bucket}. Make it there, or correct its name.`, 'destination.bucket')
    case 'AccessDenied':
      return say(
        `${host} does not let the key ${accessKeyId} do this in ${bucket}. It needs ${rights}.`,
        'destination.accessKeyId',
      )
    case 'RequestTimeTooSkewed':
      return say(`The clock of this server is not that of ${host}. Set it right.`, null)
    case 'AuthorizationHeaderMalformed':
    case 'PermanentRedirect':
    case 'TemporaryRedirect':
      return say(
        itsRegion === null
          ? `${host} expects another region or address for ${bucket} than ${region}. Correct the region.`
          : `The bucket ${bucket} is in the region ${itsRegion}, not in ${region}. Correct the region.`,
        'destination.region',
      )
    case 'EntityTooLarge':
      return say(`The backup is larger than ${host} takes at once. Keep backups in a folder.`, null)
    case 'QuotaExceeded':
    case 'XMinioStorageFull':
    case 'XMinioAdminBucketQuotaExceeded':
      return full(host, bucket)
  }
  if (answer.status === 507) return full(host, bucket)
  const said = cut(firstText(answer.text, 'Message') ?? '')
  if (code !== '') return say(`${host} answered ${answer.status} (${cut(code)}). ${said}`.trim(), null)
  return say(
    `${host} answered ${answer.status}, and not as S3 storage does. Give the address of its S3 API, not of its pages.`,
    'destination.endpoint',
  )
}

const full = (host: string, bucket: string): BackupFault =>
  new BackupFault(`${host} has no room left for ${bucket}. Make room, or keep fewer backups.`, 'keep')

const one = (header: string | string[] | undefined): string | null =>
  (Array.isArray(header) ? header[0] : header) ?? null

const cut = (text: string): string => (text.length > 200 ? `${text.slice(0, 199)}…` : text)
