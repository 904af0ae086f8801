import { TextField } from '@/components/forms/text-field'
import { Checkbox } from '@/components/ui/input'
import type { AppForm } from './app-form'

/** What the app does about incidents of its monitors. */
export const IncidentFields = ({ form }: { form: AppForm }) => {
  const { draft, change, error } = form
  return (
    <div className="flex flex-col gap-3">
      <div>
        <Checkbox
          label="Roll back by itself when an incident opens soon after a deployment"
          checked={draft.rollsBackOnIncident}
          onChange={({ target }) => change({ rollsBackOnIncident: target.checked })}
        />
        <p className="max-w-prose text-sm text-muted md:pl-6">
          Once for each deployment, only if the monitor was up before it and the earlier release can be had. The
          incident says what was done, or why not.
        </p>
        {draft.rollsBackOnIncident ? (
          <TextField
            id="rollbackWithinMinutes"
            label="Within"
            hint="After it went live; 1 to 60."
            unit="min"
            inputMode="numeric"
            fieldClassName="mt-2 w-44 md:ml-6"
            value={draft.rollbackWithinMinutes}
            error={error('incidents.rollbackWithinMinutes')}
            onChange={(rollbackWithinMinutes) => change({ rollbackWithinMinutes })}
          />
        ) : null}
      </div>
      <div>
        <Checkbox
          label="Hold alerts while deploying"
          checked={draft.holdWhileDeploying}
          onChange={({ target }) => change({ holdWhileDeploying: target.checked })}
        />
        <p className="max-w-prose text-sm text-muted md:pl-6">
          Nobody is told before the deployment has ended, for 10 min at most. What still fails then is told; what has
          recovered is not.
        </p>
      </div>
    </div>
  )
}
