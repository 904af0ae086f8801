'use client'

import { type FormEvent, useState, useTransition } from 'react'
import type { ActionResult, Refusal } from '@/core/action-result'
import type { FieldError } from '@/core/errors'
import { unanswered } from '@/core/forms/answer'

interface FormOptions<Draft extends object, Data> {
  initial: Draft
  /** The same schema that the server uses, on what was typed so far. */
  validate: (draft: Draft) => readonly FieldError[]
  submit: (draft: Draft) => Promise<ActionResult<Data>>
  onDone: (data: Data) => void
  /** Which fields of the schema each part of the draft stands for, where the names differ. */
  pathsOf?: Partial<Record<keyof Draft, string>>
}

export interface Form<Draft extends object> {
  draft: Draft
  /** Changes parts of the draft; their errors show from now on. */
  change: (part: Partial<Draft>) => void
  /** The first error at this path or below it, once it should be shown. */
  error: (path: string) => string | undefined
  /** What was wrong as a whole, from the last try. */
  message: string | null
  pending: boolean
  isChanged: boolean
  onSubmit: (event: FormEvent) => void
  /** Shows what another question about the same draft was refused for. */
  refuse: (refusal: Refusal) => void
  reset: (draft: Draft) => void
}

const isUnder = (path: string, base: string): boolean => path === base || path.startsWith(`${base}.`)

/**
 * A form on a shared schema: shows a field's error as soon as it was touched, all of them after a try, and the server's
 * own until the field is changed. What was typed stays whatever the server answers.
 */
export const useForm = <Draft extends object, Data>(options: FormOptions<Draft, Data>): Form<Draft> => {
  const [initial, setInitial] = useState(options.initial)
  const [draft, setDraft] = useState(options.initial)
  const [touched, setTouched] = useState<readonly string[]>([])
  const [tried, setTried] = useState(false)
  const [refused, setRefused] = useState<Refusal | null>(null)
  const [pending, startTransition] = useTransition()
  const problems = options.validate(draft)

  const change = (part: Partial<Draft>): void => {
    const paths = (Object.keys(part) as (keyof Draft & string)[]).map((name) => options.pathsOf?.[name] ?? name)
    setDraft((before) => ({ ...before, ...part }))
    setTouched((before) => [...new Set([...before, ...paths])])
    setRefused((before) =>
      before === null
        ? null
        : { ...before, fields: before.fields.filter((field) => !paths.some((path) => isUnder(field.path, path))) },
    )
  }

  const error = (path: string): string | undefined => {
    const fromServer = refused?.fields.find((field) => isUnder(field.path, path))
    if (fromServer) return fromServer.message
    const isShown = tried || touched.some((one) => isUnder(path, one) || isUnder(one, path))
    return isShown ? problems.find((field) => isUnder(field.path, path))?.message : undefined
  }

  const onSubmit = (event: FormEvent): void => {
    event.preventDefault()
    if (pending) return
    setTried(true)
    setRefused(null)
    if (problems.length > 0) {
      const form = event.currentTarget
      // After the errors have been drawn: go to the first of them.
      requestAnimationFrame(() => focusFirstInvalid(form))
      return
    }
    startTransition(async () => {
      const result = await answer(() => options.submit(draft))
      if (result.ok) options.onDone(result.data)
      else setRefused(result)
    })
  }

  return {
    draft,
    change,
    error,
    message: messageOf(refused, tried, problems),
    pending,
    isChanged: JSON.stringify(draft) !== JSON.stringify(initial),
    onSubmit,
    refuse: setRefused,
    reset: (next) => {
      setInitial(next)
      setDraft(next)
      setTouched([])
      setTried(false)
      setRefused(null)
    },
  }
}

/** A server that cannot be reached must not take what was typed. */
const answer = async <Data>(submit: () => Promise<ActionResult<Data>>): Promise<ActionResult<Data>> => {
  try {
    return await submit()
  } catch {
    return unanswered
  }
}

const messageOf = (refused: Refusal | null, tried: boolean, problems: readonly FieldError[]): string | null => {
  if (refused) return refused.message
  if (!tried || problems.length === 0) return null
  const count = new Set(problems.map(({ path }) => path)).size
  return count === 1 ? 'One field needs another value.' : `${count} fields need other values.`
}

const focusFirstInvalid = (form: EventTarget & Element): void => {
  const first = form.querySelector<HTMLElement>('[aria-invalid="true"]')
  first?.closest('details')?.setAttribute('open', '')
  first?.focus()
}
