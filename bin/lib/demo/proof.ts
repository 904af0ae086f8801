import { styleText } from 'node:util'
import type { LoadReport } from '@/tests/support/load'
import { home } from '../home'
import { writePrivateJson } from '../private-file'
import { say } from '../progress'
import type { Deployment } from './api'

const count = new Intl.NumberFormat('en', { useGrouping: true })

/** One deployment in three lines. */
export function sayProof(title: string, deployment: Deployment): void {
  const { number, status, proof, startedAt, liveAt } = deployment
  const took =
    startedAt && liveAt ? `, live after ${((Date.parse(liveAt) - Date.parse(startedAt)) / 1000).toFixed(1)} s` : ''
  say(`\n  Deployment ${number}: ${title}. ${styleText('bold', status)}${took}`)
  if (deployment.failure) say(`    ${deployment.failure.message}`)
  if (!proof) return
  const served =
    proof.requests === 0 ? 'no user traffic' : `${count.format(proof.requests)} served, ${proof.failed} failed`
  const latency = proof.p95Ms === null ? '' : `, p95 ${proof.p95Ms.toFixed(1)} ms`
  say(`    ${served}, ${proof.appErrors} errors by the app, ${proof.retried} retried, ${proof.cut} cut`)
  say(`    ${proof.probes} probes, ${proof.probeFailures} failed${latency}`)
}

/** What the clients themselves counted. */
export function sayLoad(load: LoadReport, seconds: number): void {
  const rate = count.format(Math.round(load.requests / seconds))
  say(`\n  The clients counted ${count.format(load.requests)} requests (${rate}/s), ${load.failed} of them failed.`)
  for (const failure of load.failures.slice(0, 5)) say(`    ${failure.kind}: ${failure.what}`)
}

/** Writes demo-proof.json. Failed requests are as many as the worse of the two counts says. */
export function writeProof(deployments: readonly Deployment[], load: LoadReport): { failed: number } {
  const proven = deployments.reduce((sum, deployment) => sum + (deployment.proof?.failed ?? 0), 0)
  const failed = Math.max(proven, load.failed)
  writePrivateJson(home.demoProof, {
    deployments: deployments.map(({ number, status, proof }) => ({ number, status, proof })),
    failed,
    requests: load.requests,
    clients: load,
  })
  return { failed }
}
