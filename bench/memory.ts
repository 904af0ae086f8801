import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withInstance } from './support'

/** Resident memory of web and worker when nothing happens, in MB. Usage: tsx bench/memory.ts [idle seconds] */
const [idleSeconds = 30] = process.argv.slice(2).map(Number)

const residentMb = (home: string, name: string): number => {
  const pid = readFileSync(join(home, 'run', `${name}.pid`), 'utf8').trim()
  const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kb) / 1024
}

await withInstance(async ({ api, deploy, place, images }) => {
  // What is measured has worked before: an idle process that never did anything has loaded nothing.
  const app = await api<{ id: string }>('POST', '/apps', {
    name: 'idle',
    image: images.v1,
    port: 3000,
    domains: ['idle.localhost'],
  })
  await deploy(app.id, {}, 'complete')
  await new Promise((resolve) => setTimeout(resolve, idleSeconds * 1000))
  const [web, worker] = [residentMb(place.home, 'web'), residentMb(place.home, 'worker')]
  console.log(
    `web ${web.toFixed(0)} MB, worker ${worker.toFixed(0)} MB, together ${(web + worker).toFixed(0)} MB (aim: at most 500)`,
  )
})
