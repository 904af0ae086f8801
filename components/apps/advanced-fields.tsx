import { TextField } from '@/components/forms/text-field'
import { Field } from '@/components/ui/field'
import { Checkbox, Textarea } from '@/components/ui/input'
import type { AppDraft } from '@/core/apps/draft'
import { type AppForm, appPaths } from './app-form'
import { VolumeEditor } from './volume-editor'

type NumberName = {
  [Name in keyof AppDraft]: AppDraft[Name] extends string ? Name : never
}[keyof AppDraft]

interface NumberSpec {
  name: NumberName
  label: string
  hint: string
  unit?: string
}

const checks: readonly NumberSpec[] = [
  { name: 'intervalSeconds', label: 'Checked every', hint: 'Of each replica, all the time.', unit: 's' },
  { name: 'timeoutSeconds', label: 'Answer within', hint: 'Later counts as a failure.', unit: 's' },
  { name: 'deadlineSeconds', label: 'Healthy within', hint: 'Or the deployment fails.', unit: 's' },
  { name: 'successThreshold', label: 'Healthy after', hint: 'Good answers in a row.', unit: 'checks' },
  { name: 'failureThreshold', label: 'Unhealthy after', hint: 'Failures in a row.', unit: 'checks' },
]

const rollout: readonly NumberSpec[] = [
  { name: 'replicas', label: 'Replicas', hint: 'On each host.' },
  { name: 'maxSurge', label: 'Started at once', hint: 'On each host, beside the old ones.' },
  { name: 'verifySeconds', label: 'Verified for', hint: 'The old release stands by so long.', unit: 's' },
  { name: 'drainSeconds', label: 'Drained for', hint: 'Time for requests in flight.', unit: 's' },
  { name: 'stopGraceSeconds', label: 'Stopped within', hint: 'From SIGTERM to SIGKILL.', unit: 's' },
]

const resources: readonly NumberSpec[] = [
  { name: 'cpus', label: 'CPUs', hint: 'Empty: no limit.' },
  { name: 'memoryMb', label: 'Memory', hint: 'Empty: no limit.', unit: 'MB' },
]

/** Everything that has a default most apps can live with. */
export const AdvancedFields = ({ form, hosts }: { form: AppForm; hosts: readonly string[] }) => (
  <div className="flex flex-col gap-6">
    {hosts.length > 1 ? <HostField form={form} hosts={hosts} /> : null}
    <Group title="Rollout" form={form} fields={rollout} />
    <VerificationFields form={form} />
    <Group title="Health checks" form={form} fields={checks} />
    <Group title="Limits of each replica" form={form} fields={resources} />
    <fieldset>
      <legend className="mb-2 font-semibold">Commands</legend>
      <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
        <LinesField
          id="command"
          label="Command"
          hint="Instead of the image’s own; one argument on each line."
          form={form}
          name="command"
        />
        <LinesField
          id="pre-deploy"
          label="Pre-deploy command"
          hint="Runs once in the new image before anything starts, for example a migration."
          form={form}
          name="preDeployCommand"
        />
        {form.draft.preDeployCommand.trim() === '' ? null : (
          <>
            <NumberField
              form={form}
              spec={{
                name: 'preDeployTimeout',
                label: 'Pre-deploy within',
                hint: 'Or the deployment fails.',
                unit: 's',
              }}
            />
            <TextField
              id="pre-deploy-database"
              label="Database it changes"
              hint="A name that apps share: of those that name the same, one command runs at a time."
              value={form.draft.preDeployDatabase}
              error={form.error('preDeploy.database')}
              onChange={(preDeployDatabase) => form.change({ preDeployDatabase })}
            />
          </>
        )}
      </div>
    </fieldset>
    <VolumeEditor form={form} />
  </div>
)

const VerificationFields = ({ form }: { form: AppForm }) => (
  <fieldset aria-describedby="verification-note">
    <legend className="mb-1 font-semibold">Automatic rollback</legend>
    <p id="verification-note" className="mb-1 max-w-prose text-muted">
      While a new release is verified, its answers are held against those of the release before. If they are clearly
      worse, traffic goes back by itself. Failing checks and containers that end are always looked at.
    </p>
    <div className="flex flex-wrap gap-x-6 gap-y-1">
      <Checkbox
        label="Compare failed requests"
        checked={form.draft.compareErrors}
        onChange={(event) => form.change({ compareErrors: event.target.checked })}
      />
      <Checkbox
        label="Compare how long answers take"
        checked={form.draft.compareLatency}
        onChange={(event) => form.change({ compareLatency: event.target.checked })}
      />
    </div>
  </fieldset>
)

const Group = ({ title, form, fields }: { title: string; form: AppForm; fields: readonly NumberSpec[] }) => (
  <fieldset>
    <legend className="mb-2 font-semibold">{title}</legend>
    <div className="grid grid-cols-2 gap-x-6 gap-y-1 sm:grid-cols-3 lg:grid-cols-5">
      {fields.map((spec) => (
        <NumberField key={spec.name} form={form} spec={spec} />
      ))}
    </div>
  </fieldset>
)

const NumberField = ({ form, spec }: { form: AppForm; spec: NumberSpec }) => (
  <TextField
    id={spec.name}
    label={spec.label}
    hint={spec.hint}
    inputMode="decimal"
    {...(spec.unit ? { unit: spec.unit } : {})}
    value={form.draft[spec.name]}
    error={form.error(appPaths[spec.name] ?? spec.name)}
    onChange={(value) => form.change({ [spec.name]: value })}
  />
)

interface LinesFieldProps {
  id: string
  label: string
  hint: string
  form: AppForm
  name: 'command' | 'preDeployCommand'
}

const LinesField = ({ id, label, hint, form, name }: LinesFieldProps) => (
  <Field id={id} label={label} hint={hint} error={form.error(appPaths[name] ?? name)}>
    {(control) => (
      <Textarea
        {...control}
        rows={2}
        className="font-mono"
        value={form.draft[name]}
        onChange={(event) => form.change({ [name]: event.target.value })}
      />
    )}
  </Field>
)

const HostField = ({ form, hosts }: { form: AppForm; hosts: readonly string[] }) => (
  <fieldset aria-describedby="hosts-note">
    <legend className="mb-2 font-semibold">Hosts</legend>
    <div className="flex flex-wrap gap-x-6 gap-y-1">
      {hosts.map((host) => (
        <Checkbox
          key={host}
          label={host}
          checked={form.draft.hosts.includes(host)}
          onChange={(event) =>
            form.change({
              hosts: event.target.checked
                ? [...form.draft.hosts, host]
                : form.draft.hosts.filter((one) => one !== host),
            })
          }
        />
      ))}
    </div>
    <p id="hosts-note" aria-live="polite" className="min-h-5 text-sm text-warn">
      {form.error('hosts')}
    </p>
  </fieldset>
)
