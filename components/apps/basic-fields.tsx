import { TextField } from '@/components/forms/text-field'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import type { AppForm } from './app-form'

interface FieldsProps {
  form: AppForm
  /** Called as the person types an image, to suggest what follows from it. */
  onImage?: (image: string) => void
  onName?: (name: string) => void
}

/** What is run, and what it is called. */
export const ImageFields = ({ form, onImage, onName }: FieldsProps) => (
  <div className="grid gap-x-6 gap-y-1 sm:grid-cols-[2fr_1fr]">
    <TextField
      id="image"
      label="Image"
      hint="With a tag or a digest. A private one needs its registry’s login under Settings."
      placeholder="ghcr.io/team/shop:1.4"
      isMono
      autoComplete="off"
      value={form.draft.image}
      error={form.error('image')}
      onChange={(image) => (onImage ? onImage(image) : form.change({ image }))}
    />
    <TextField
      id="name"
      label="Name"
      hint="Short, lower case."
      autoComplete="off"
      value={form.draft.name}
      error={form.error('name')}
      onChange={(name) => (onName ? onName(name) : form.change({ name }))}
    />
  </div>
)

/** Where it listens, and how it says that it is ready. */
export const HealthFields = ({ form }: { form: AppForm }) => (
  <div className="grid gap-x-6 gap-y-1 sm:grid-cols-[1fr_2fr]">
    <TextField
      id="port"
      label="Port"
      hint="That the app listens on, on 0.0.0.0."
      placeholder="3000"
      inputMode="numeric"
      value={form.draft.port}
      error={form.error('port')}
      onChange={(port) => form.change({ port })}
    />
    <TextField
      id="path"
      label="Health check path"
      hint="Answers 200 once the app can really work; until then no user is sent to it."
      isMono
      value={form.draft.path}
      error={form.error('healthCheck.path')}
      onChange={(path) => form.change({ path })}
    />
  </div>
)

interface DomainFieldProps {
  form: AppForm
  /** The dashboard runs on the person's own machine, where *.localhost needs no DNS. */
  isLocal: boolean
  onDomains?: (domains: string) => void
}

/** Where users find it. */
export const DomainField = ({ form, isLocal, onDomains }: DomainFieldProps) => (
  <Field
    id="domains"
    label="Domains"
    hint={`One on each line. Point their DNS at a host${isLocal ? '; *.localhost works on this machine without any' : ''}.`}
    error={form.error('domains')}
  >
    {(control) => (
      <Textarea
        {...control}
        rows={Math.max(1, form.draft.domains.split('\n').length)}
        placeholder="shop.example.com"
        value={form.draft.domains}
        onChange={(event) => (onDomains ? onDomains(event.target.value) : form.change({ domains: event.target.value }))}
      />
    )}
  </Field>
)
