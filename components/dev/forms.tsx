'use client'

import { useId, useState } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { PasswordField } from '@/components/forms/password-field'
import { RemoveButton } from '@/components/forms/remove-button'
import { TextField } from '@/components/forms/text-field'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/core/action-result'
import { Case, WideCase } from './exhibit'

export const TextFields = () => {
  const id = useId()
  const [port, setPort] = useState('3000')
  const [seconds, setSeconds] = useState('ten')
  const [path, setPath] = useState('/health')
  return (
    <div className="grid gap-x-4 gap-y-1 py-3 sm:grid-cols-2">
      <TextField id={`${id}a`} label="With a hint" hint="Where the app listens." value={port} onChange={setPort} />
      <TextField id={`${id}b`} label="With a unit" unit="seconds" value="30" onChange={() => {}} />
      <TextField
        id={`${id}c`}
        label="Invalid"
        unit="seconds"
        error="This is not a number."
        value={seconds}
        onChange={setSeconds}
      />
      <TextField id={`${id}d`} label="Machine text" isMono hint="Must answer 200." value={path} onChange={setPath} />
      <TextField id={`${id}e`} label="Empty" placeholder="/health" isMono value="" onChange={() => {}} />
      <TextField id={`${id}f`} label="Disabled" unit="MB" disabled value="512" onChange={() => {}} />
    </div>
  )
}

export const PasswordFields = () => {
  const id = useId()
  const [present, setPresent] = useState('')
  const [weak, setWeak] = useState('ada lovelace 1815')
  const [strong, setStrong] = useState('lamp otter brisk vinegar')
  const chosenBy = { personal: ['Ada Lovelace'] }
  return (
    <div className="grid gap-x-4 gap-y-1 py-3 sm:grid-cols-2">
      <PasswordField id={`${id}a`} label="To sign in" value={present} onChange={setPresent} />
      <PasswordField id={`${id}b`} label="Wrong" error="This is not it." value={present} onChange={setPresent} />
      <PasswordField id={`${id}c`} label="Weak" value={weak} onChange={setWeak} chosenBy={chosenBy} />
      <PasswordField id={`${id}d`} label="Strong" value={strong} onChange={setStrong} chosenBy={chosenBy} />
    </div>
  )
}

export const FormFeet = () => (
  <>
    <WideCase name="at rest">
      <div className="-mt-4">
        <FormFoot message={null}>
          <Button look="primary">Save</Button>
          <Button look="quiet">Cancel</Button>
        </FormFoot>
      </div>
    </WideCase>
    <WideCase name="pending">
      <div className="-mt-4">
        <FormFoot message={null}>
          <Button look="primary" pending>
            Saving
          </Button>
          <Button look="quiet">Cancel</Button>
        </FormFoot>
      </div>
    </WideCase>
    <WideCase name="refused">
      <div className="-mt-4">
        <FormFoot message="The name shop is taken by another app of this team. Choose another one.">
          <Button look="primary">Save</Button>
          <Button look="quiet">Cancel</Button>
        </FormFoot>
      </div>
    </WideCase>
  </>
)

const removed = (): Promise<ActionResult<null>> => Promise.resolve({ ok: true, data: null })
const refused = (): Promise<ActionResult<null>> =>
  Promise.resolve({ ok: false, message: 'This host still runs two apps.', fields: [] })
const never = (): Promise<ActionResult<null>> => new Promise(() => {})

export const RemoveButtons = () => (
  <>
    <Case name="works">
      <RemoveButton verb="Revoke" name="ci-token" remove={removed} />
    </Case>
    <Case name="is refused">
      <RemoveButton verb="Remove" name="fra-1" remove={refused} />
    </Case>
    <Case name="takes long">
      <RemoveButton verb="Remove" name="fra-2" remove={never} />
    </Case>
  </>
)
