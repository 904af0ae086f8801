import { describe, expect, test } from 'vitest'
import { complaints, readMap, readSessions, readStat, readTables, readWorkers } from '@/adapters/traffic/answers'
import { fillCommands, inLines, primary, vacateCommands } from '@/adapters/traffic/commands'
import { countersOf, slotHealth, worse } from '@/adapters/traffic/counting'
import { isCovered, readStructure, structureOf, writeStructure } from '@/adapters/traffic/structure'
import type { AppTraffic } from '@/core/ports/traffic'

const header =
  '# pxname,svname,scur,bin,bout,wretr,wredis,status,check_status,check_code,addr,hrsp_1xx,hrsp_2xx,hrsp_3xx,hrsp_4xx,hrsp_5xx,hrsp_other,srv_abrt,'

describe('counters', () => {
  test("5xx of the servers are the app's, the rest of the backend's are the proxy's", () => {
    const rows = readStat(
      [
        header,
        'k1_a,k1a1,1,0,0,0,0,UP,L7OK,200,10.0.0.2:80,0,0,0,0,4,0,1,',
        'k1_a,BACKEND,1,70,90,2,1,UP,,,,1,50,3,2,6,0,1,',
        '',
        header,
        'k1_b,k1b1,0,0,0,0,0,UP,L7OK,200,10.0.0.3:80,0,0,0,0,1,0,0,',
        'k1_b,BACKEND,0,7,9,0,0,UP,,,,0,10,0,0,1,0,2,',
      ].join('\n'),
    )
    const tables = readTables(
      [
        '# table: probes, type: string, size:32768, used:1',
        '0x1: key=k1_a use=0 exp=0 gpc0=5 gpc1=2',
        '# table: slower, type: string, size:32768, used:1',
        '0x1: key=k1_a use=0 exp=0 gpc0=9 gpc1=4 gpc2=1 gpc3=0 gpc4=0 gpc5=0 gpc6=0 gpc7=0',
      ].join('\n'),
    )
    expect(countersOf('p', 1, rows, tables)).toEqual({
      process: 'p',
      responses: 73,
      proxyErrors: 2,
      appErrors: 5,
      broken: 3,
      retried: 3,
      probes: 5,
      bytesIn: 77,
      bytesOut: 99,
      sides: {
        a: { requests: 57, failed: 5, slower: [9, 4, 1, 0, 0, 0, 0, 0], failedBySlot: { 1: 5 } },
        b: { requests: 11, failed: 3, slower: [0, 0, 0, 0, 0, 0, 0, 0], failedBySlot: { 1: 1 } },
      },
    })
  })

  test('an app error that is still being sent never makes the proxy errors negative', () => {
    const rows = readStat(
      [
        header,
        'k1_a,k1a1,1,0,0,0,0,UP,L7OK,200,10.0.0.2:80,0,0,0,0,4,0,0,',
        'k1_a,BACKEND,1,0,0,0,0,UP,,,,0,0,0,0,1,0,0,',
      ].join('\n'),
    )
    expect(countersOf('p', 1, rows, new Map()).proxyErrors).toBe(0)
  })
})

describe('health', () => {
  const row = (status: string, check: string, code: string, address = '10.0.0.2:80') => {
    const [only] = readStat(`${header}\nk1_a,k1a1,0,0,0,0,0,${status},${check},${code},${address},,,,,,,,`)
    if (!only) throw new Error('no row')
    return slotHealth(1, only)
  }

  test.each([
    ['UP', '* L7OK', '200', { status: 'up', check: 'L7OK', httpStatus: 200 }],
    ['UP 1/3', 'L7STS', '500', { status: 'up', check: 'L7STS', httpStatus: 500 }],
    ['DOWN', 'L7OK', '200', { status: 'down', check: 'L7OK', httpStatus: 200 }],
    ['DOWN 1/2', 'L7OK', '200', { status: 'down', check: 'L7OK', httpStatus: 200 }],
    ['DRAIN', 'L7OK', '200', { status: 'drain', check: 'L7OK', httpStatus: 200 }],
    ['DOWN', 'L4CON', '', { status: 'down', check: 'L4CON', httpStatus: null }],
    ['MAINT', '', '', { status: 'maintenance', check: '', httpStatus: null }],
  ])('%s %s', (status, check, code, expected) => {
    expect(row(status, check, code)).toEqual({ slot: 1, ...expected })
  })

  test('a slot on the dead address is empty, whatever its checks say', () => {
    expect(row('DOWN', 'L4CON', '', '127.0.0.1:1').status).toBe('maintenance')
  })

  test('of two proxies the less healthy view counts', () => {
    const up = row('UP', 'L7OK', '200')
    const down = row('DOWN', 'L4CON', '')
    expect([worse(up, down), worse(down, up)]).toEqual([down, down])
  })
})

describe('answers', () => {
  test('workers, old ones apart, and failed reloads', () => {
    const text =
      '#<PID> <type> <reloads> <uptime> <version>\n1  master  2 [failed: 1]  0d00h00m01s  2.6.12\n# workers\n45  worker  0  0d  2.6.12\n# old workers\n12  worker  1  0d  2.6.12\n23  worker  2  0d  2.6.12\n# programs\n'
    expect(readWorkers(text)).toEqual({ current: 45, old: [12, 23], failedReloads: 1 })
  })

  test('maps and sessions', () => {
    expect(readMap('0x5 a.test 1\n0x6 b.test 12\n\n')).toEqual(
      new Map([
        ['a.test', '1'],
        ['b.test', '12'],
      ]),
    )
    const sessions =
      '0xaa: proto=tcpv4 fe=public be=k1_a srv=k1a1 ts=00\n0xbb: proto=tcpv4 fe=public be=k1_a srv=k1a10 ts=00\n'
    expect(readSessions(sessions, 'k1_a', 'k1a1')).toEqual(['0xaa'])
  })

  test('tables, those that are not there left out', () => {
    const text = [
      '# table: probes, type: string, size:32768, used:2',
      '0x1: key=k1_a use=0 exp=0 shard=0 gpc0=7',
      '0x2: key=k10_b use=0 exp=0 shard=0 gpc0=3',
      '',
      '# table: slower, type: string, size:32768, used:0',
      '',
      'No such table',
    ].join('\n')
    expect(readTables(text)).toEqual(
      new Map([
        [
          'probes',
          new Map([
            ['k1_a', [7]],
            ['k10_b', [3]],
          ]),
        ],
        ['slower', new Map()],
      ]),
    )
  })

  test('only what is no usual answer is a complaint', () => {
    expect(
      complaints(
        "IP changed from '127.0.0.1' to '10.0.0.2', port changed from '1' to '80' by 'stats socket command'\n\nKey not found.\n\n",
      ),
    ).toEqual([])
    expect(complaints('No such server.\n')).toEqual(['No such server.'])
  })
})

describe('structure', () => {
  const health = { intervalSeconds: 1, timeoutSeconds: 2, successThreshold: 1, failureThreshold: 3 }
  const app = (key: number, slots = 2, interval = 1): AppTraffic => {
    const side = { health: { ...health, intervalSeconds: interval }, slots, filled: [] }
    return { key, domains: [], tls: [], active: null, a: side, b: side }
  }
  const running = (...apps: AppTraffic[]) => {
    const dump = writeStructure(structureOf({ generation: 1, apps, dashboard: null })).replaceAll(/^/gm, '0x1 ')
    return readStructure(dump)
  }

  test('is read back as it was written', () => {
    expect(running(app(3, 12, 2.5))).toEqual(structureOf({ generation: 1, apps: [app(3, 12, 2.5)], dashboard: null }))
  })

  test('of a proxy that runs another template covers nothing, so that it is reloaded', () => {
    const dump = writeStructure(structureOf({ generation: 1, apps: [app(1)], dashboard: null })).replaceAll(
      /^/gm,
      '0x1 ',
    )
    const covers = (text: string) => isCovered(readStructure(text), { generation: 2, apps: [app(1)], dashboard: null })
    expect(covers(dump)).toBe(true)
    expect(covers(dump.replace(/template \d+/, 'template 1'))).toBe(false)
    expect(covers(dump.replace(/.* template \d+\n/, ''))).toBe(false)
  })

  test('eight spare keys follow the highest used one', () => {
    expect(running().size).toBe(8 * 2)
    expect(running(app(8)).size).toBe(16 * 2)
    expect(running(app(9)).size).toBe(24 * 2)
  })

  test('covers fewer slots, fewer apps and spares; not more slots, other checks or further keys', () => {
    const now = running(app(1, 10))
    const covers = (...apps: AppTraffic[]) => isCovered(now, { generation: 2, apps, dashboard: null })
    expect([covers(), covers(app(1, 9)), covers(app(2, 8)), covers(app(16))]).toEqual([true, true, true, true])
    expect([covers(app(1, 11)), covers(app(2, 9)), covers(app(2, 2, 5)), covers(app(17))]).toEqual([
      false,
      false,
      false,
      false,
    ])
  })
})

describe('commands', () => {
  const server = primary(3, 'b', 2)

  test('a filled slot is out of the rotation until its check has passed', () => {
    const slot = { slot: 2, address: '10.0.0.2', port: 80, checkPath: '/up', checkHost: 'a.test' }
    expect(fillCommands(server, slot)).toEqual([
      'set server k3_b/k3b2 state drain',
      'del map checks.map k3b2',
      'del map check-hosts.map k3b2',
      'add map checks.map k3b2 /up',
      'add map check-hosts.map k3b2 a.test',
      'set server k3_b/k3b2 addr 10.0.0.2 port 80',
      'set server k3_b/k3b2 health down',
      'set server k3_b/k3b2 state ready',
    ])
    expect(() => fillCommands(server, { ...slot, checkPath: '/a;show info' })).toThrow(/not allowed/)
  })

  test('lines stay below the limit and keep the order', () => {
    const commands = Array.from({ length: 40 }, () => vacateCommands(server)).flat()
    const lines = inLines(commands, 500)
    expect(lines.every((line) => line.length < 500)).toBe(true)
    expect(lines.join(';')).toBe(commands.join(';'))
  })
})
