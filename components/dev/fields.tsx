'use client'

import { useId } from 'react'
import { Field } from '@/components/ui/field'
import { Checkbox, Input, Select, Textarea } from '@/components/ui/input'

const grid = 'grid gap-x-4 gap-y-1 py-3 sm:grid-cols-2'
const tooLong = 'registry.example.com/a-team-with-a-long-name/checkout-service-eu-central:2026-09-03'

export const Inputs = () => {
  const id = useId()
  return (
    <div className={grid}>
      <Field id={`${id}a`} label="Empty" hint="What it is for, in a sentence.">
        {(control) => <Input {...control} placeholder="shop" />}
      </Field>
      <Field id={`${id}b`} label="Filled" hint="Only a-z, 0-9 and dashes.">
        {(control) => <Input {...control} defaultValue="shop" />}
      </Field>
      <Field id={`${id}c`} label="Invalid" hint="Only a-z, 0-9 and dashes." error="The name has a space in it.">
        {(control) => <Input {...control} defaultValue="my shop" />}
      </Field>
      <Field id={`${id}d`} label="Disabled" hint="Set by the environment.">
        {(control) => <Input {...control} defaultValue="shop" disabled />}
      </Field>
      <Field id={`${id}e`} label="Without a hint">
        {(control) => <Input {...control} type="password" defaultValue="secret" />}
      </Field>
      <Field
        id={`${id}f`}
        label="Long text"
        error="No registry answered under this name within 10 s; check the spelling, or add a login for it in Settings."
      >
        {(control) => <Input {...control} defaultValue={tooLong} />}
      </Field>
    </div>
  )
}

export const Selects = () => {
  const id = useId()
  return (
    <div className={grid}>
      {(['Default', 'Disabled', 'Invalid', 'Long text'] as const).map((name) => (
        <Field
          key={name}
          id={`${id}${name.replace(' ', '-')}`}
          label={name}
          {...(name === 'Invalid' ? { error: 'This host does not answer.' } : { hint: 'Where replicas run.' })}
        >
          {(control) => (
            <Select {...control} disabled={name === 'Disabled'}>
              <option>{name === 'Long text' ? tooLong : 'This machine'}</option>
              <option>fra-1</option>
            </Select>
          )}
        </Field>
      ))}
    </div>
  )
}

export const Textareas = () => {
  const id = useId()
  return (
    <div className={grid}>
      <Field id={`${id}a`} label="Empty" hint="One variable a line.">
        {(control) => <Textarea {...control} rows={3} placeholder="NAME=value" />}
      </Field>
      <Field id={`${id}b`} label="Filled" hint="One variable a line.">
        {(control) => <Textarea {...control} rows={3} className="font-mono" defaultValue={'COLOUR=blue\nREGION=eu'} />}
      </Field>
      <Field id={`${id}c`} label="Invalid" error="Line 2 has no = in it.">
        {(control) => <Textarea {...control} rows={3} className="font-mono" defaultValue={'COLOUR=blue\nREGION'} />}
      </Field>
      <Field id={`${id}d`} label="Disabled" hint="Only owners may change it.">
        {(control) => <Textarea {...control} rows={3} className="font-mono" defaultValue="COLOUR=blue" disabled />}
      </Field>
    </div>
  )
}

export const Checkboxes = () => (
  <div className={grid}>
    <Checkbox label="Off" />
    <Checkbox label="On" defaultChecked />
    <Checkbox label="Disabled" disabled />
    <Checkbox label="Disabled and on" disabled defaultChecked />
    <Checkbox
      className="sm:col-span-2"
      label="Long text: keep two replicas of the release before, so that going back takes no longer than a second"
    />
  </div>
)
