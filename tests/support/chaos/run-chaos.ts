import { setTimeout as wait } from 'node:timers/promises'
import { type ChaosInstance, startInstance } from './instance'
import type { Outcome } from './outcome'
import type { Round } from './plan'
import { outcomeLines, summaryLines } from './report'
import { createPlayer } from './round'
import { type SecondWorker, startSecondWorker } from './workers'

interface Options {
  seed: number
  apps: number
  rounds: readonly Round[]
  tell: (line: string) => void
  /** Aborts when the rest is not to be played. */
  stopping: AbortSignal
}

/** Beside which another worker is wanted: the fault is about one taking over from the other. */
const besides: readonly string[] = ['worker killed beside another', 'worker stopped for long']
/** A process that was killed twice in a row is started again with a pause; rounds are not to meet that of the one before. */
const betweenRoundsMs = 500

/** Plays the rounds on an instance of its own and removes it again. Returns what became of each deployment. */
export const runChaos = async ({ seed, apps, rounds, tell, stopping }: Options): Promise<Outcome[]> => {
  const instance = await startInstance(apps, tell)
  const outcomes: Outcome[] = []
  try {
    const play = createPlayer(instance, seed)
    for (const round of rounds) {
      if (stopping.aborted) break
      const second = await secondFor(instance, round)
      try {
        for (const outcome of await play(round)) {
          outcomes.push(outcome)
          for (const line of outcomeLines(outcome, outcomes.length, seed)) tell(line)
        }
      } finally {
        await second?.stop()
      }
      await wait(betweenRoundsMs)
    }
  } finally {
    await instance.stop()
  }
  for (const line of summaryLines(outcomes)) tell(line)
  return outcomes
}

const secondFor = async (instance: ChaosInstance, round: Round): Promise<SecondWorker | null> => {
  const isWanted = round.deployments.some(({ fault }) => besides.includes(fault))
  return isWanted ? startSecondWorker(instance.place) : null
}
