import type { Destination } from './destination'

/** As a shell takes it for one word. */
const word = (text: string): string => (/^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

/** Commands that bring a backup back, line by line. `file`: its name at the destination. */
export const restoreCommands = (destination: Destination, file: string, { withKey }: { withKey: boolean }): string => {
  const path = destination.type === 'folder' ? `${destination.folder.replace(/\/$/, '')}/${file}` : `/tmp/${file}`
  const key = withKey ? ' --passphrase-file PASSPHRASE_FILE' : ''
  return [
    ...(destination.type === 's3' ? [fetching(destination, file, path)] : []),
    `GAPLESS_HOME=/srv/gapless bin/gapless restore ${word(path)}${key}`,
    'GAPLESS_HOME=/srv/gapless bin/up',
  ].join('\n')
}

const fetching = (
  { endpoint, region, bucket, prefix }: Extract<Destination, { type: 's3' }>,
  file: string,
  path: string,
): string => {
  const from = `s3://${[bucket, prefix, file].filter(Boolean).join('/')}`
  return `aws s3 cp ${word(from)} ${word(path)} --endpoint-url ${word(endpoint)} --region ${word(region)}`
}
