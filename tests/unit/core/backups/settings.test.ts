import { describe, expect, it } from 'vitest'
import { destinationWords } from '@/core/backups/destination'
import { type BackupDraft, backupDraft, backupInput, validateBackupDraft } from '@/core/backups/draft'
import { mayStoreAt } from '@/core/backups/may-store-at'
import { restoreCommands } from '@/core/backups/restore-commands'
import { backupSettingsInputSchema } from '@/core/backups/settings'

const s3 = {
  type: 's3',
  endpoint: 'https://minio.intern:9000',
  region: 'us-east-1',
  bucket: 'backups',
  prefix: 'gapless',
  accessKeyId: 'AKIA1',
} as const
const draft = (part: Partial<BackupDraft>): BackupDraft => ({ ...backupDraft(null), folder: '/backups', ...part })
const wrong = (part: Partial<BackupDraft>) => validateBackupDraft(draft(part), null).map(({ path }) => path)

describe('the settings of backups', () => {
  it('are at three in UTC and fourteen are kept unless said otherwise', () => {
    expect(backupSettingsInputSchema.parse(backupInput(draft({})))).toEqual({
      enabled: false,
      time: '03:00',
      timezone: 'UTC',
      keep: 14,
      destination: { type: 'folder', folder: '/backups' },
      passphrase: null,
    })
  })

  it('name every field that is wrong', () => {
    expect(wrong({})).toEqual([])
    expect(wrong({ folder: 'backups' })).toEqual(['destination.folder'])
    expect(wrong({ time: '25:00', timezone: 'Mars/Base', keep: '0' })).toEqual(['time', 'timezone', 'keep'])
    expect(wrong({ keep: '' })).toEqual(['keep'])
    expect(wrong({ keep: '366' })).toEqual(['keep'])
    expect(wrong({ keep: '1.5' })).toEqual(['keep'])
    expect(wrong({ hasKey: true })).toEqual(['passphrase'])
    expect(wrong({ hasKey: true, passphrase: 'short' })).toEqual(['passphrase'])
    expect(wrong({ ...s3 })).toEqual(['secretAccessKey'])
    expect(wrong({ ...s3, endpoint: 'https://user:pass@minio', secretAccessKey: 'x' })).toEqual([
      'destination.endpoint',
    ])
    expect(wrong({ ...s3, bucket: 'A', region: '', secretAccessKey: 'x' })).toEqual([
      'destination.region',
      'destination.bucket',
    ])
  })

  it('keep what is secret where nothing is typed', () => {
    const known = {
      enabled: true,
      time: '03:00',
      timezone: 'UTC',
      keep: 3,
      destination: s3,
      hasSecretAccessKey: true,
      hasPassphrase: true,
    }
    const same = backupDraft(known)
    expect(validateBackupDraft(same, known)).toEqual([])
    expect(backupInput(same)).not.toHaveProperty('secretAccessKey')
    expect(backupInput(same)).not.toHaveProperty('passphrase')
    expect(backupInput({ ...same, hasKey: false })).toHaveProperty('passphrase', null)
  })
})

it('says where backups go without what opens it', () => {
  expect(destinationWords(s3)).toBe('s3://backups/gapless at minio.intern:9000')
  expect(destinationWords({ ...s3, prefix: '' })).toBe('s3://backups at minio.intern:9000')
})

it('says how a backup is brought back, in words that a shell takes', () => {
  expect(restoreCommands({ type: 'folder', folder: "/mnt/it's mine/" }, 'a.backup', { withKey: true })).toBe(
    "GAPLESS_HOME=/srv/gapless bin/gapless restore '/mnt/it'\\''s mine/a.backup' --passphrase-file PASSPHRASE_FILE\n" +
      'GAPLESS_HOME=/srv/gapless bin/up',
  )
  expect(restoreCommands(s3, 'a.backup', { withKey: false }).split('\n')[0]).toBe(
    'aws s3 cp s3://backups/gapless/a.backup /tmp/a.backup --endpoint-url https://minio.intern:9000 --region us-east-1',
  )
})

it('lets backups go to private addresses, and to none where a machine is told its own credentials', () => {
  for (const address of ['10.0.0.5', '127.0.0.1', '192.168.1.2', 'fd00::5', '203.0.113.9', '52.95.110.1']) {
    expect(mayStoreAt(address), address).toBe(true)
  }
  const linkLocal = ['169.254.169.254', '169.254.1.1', 'fe80::1', '::ffff:169.254.169.254']
  // Azure, Alibaba, Oracle, and Amazon and Google over IPv6.
  const ofClouds = ['168.63.129.16', '100.100.100.200', '192.0.0.192', 'fd00:ec2::254', 'fd20:ce::254']
  for (const address of [...linkLocal, ...ofClouds]) {
    expect(mayStoreAt(address), address).toBe(false)
  }
})
