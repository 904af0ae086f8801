/** What a container tries to reach; from where, is up to the test. */
export type Aim = { kind: 'tcp' | 'udp'; host: string; port: number } | { kind: 'name'; host: string }

const tcpPort = 3000
const udpPort = 4000

/** The program of a container that answers over TCP and UDP on every address it has, and to everybody. */
export const answering = [
  'node',
  '-e',
  `require('net').createServer((socket) => { socket.on('error', () => {}); socket.end('here') }).listen(${tcpPort}, '0.0.0.0')
   const udp = require('dgram').createSocket('udp4')
   udp.on('message', (_, from) => udp.send('here', from.port, from.address))
   udp.bind(${udpPort}, '0.0.0.0', () => console.log('answering'))`,
]

/** The program of a container that tries each aim for a moment and prints, in one line of JSON, whether it got there. */
export const trying = (aims: readonly Aim[]): string[] => [
  'node',
  '-e',
  `const within = 2000
   const tries = {
     tcp: ({ host, port }) => new Promise((resolve) => {
       const socket = require('net').connect({ host, port, timeout: within })
       socket.on('connect', () => { socket.destroy(); resolve(true) })
       for (const end of ['error', 'timeout']) socket.on(end, () => { socket.destroy(); resolve(false) })
     }),
     udp: ({ host, port }) => new Promise((resolve) => {
       const socket = require('dgram').createSocket('udp4')
       const end = (got) => { clearInterval(again); clearTimeout(late); socket.close(); resolve(got) }
       const again = setInterval(() => socket.send('there?', port, host, () => {}), 200)
       const late = setTimeout(() => end(false), within)
       socket.on('message', () => end(true))
       socket.on('error', () => end(false))
     }),
     name: ({ host }) => require('dns').promises.lookup(host).then(() => true, () => false),
   }
   Promise.all(${JSON.stringify(aims)}.map((aim) => tries[aim.kind](aim))).then((got) => console.log(JSON.stringify(got)))`,
]

/** How a container can be aimed at by its address. */
export const aimsAt = (host: string): Aim[] => [
  { kind: 'tcp', host, port: tcpPort },
  { kind: 'udp', host, port: udpPort },
]
