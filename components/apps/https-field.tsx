import { Checkbox } from '@/components/ui/input'
import type { AppForm } from './app-form'

/** Whether users who come by plain HTTP are sent on. */
export const HttpsField = ({ form }: { form: AppForm }) => {
  const fault = form.error('httpsRedirect')
  return (
    <div className="mt-2">
      <Checkbox
        label="Send plain requests to HTTPS"
        checked={form.draft.httpsRedirect}
        aria-invalid={fault ? true : undefined}
        aria-describedby="https-redirect-note"
        onChange={({ target }) => form.change({ httpsRedirect: target.checked })}
      />
      <p id="https-redirect-note" className={`max-w-prose text-sm md:pl-6 ${fault ? 'text-warn' : 'text-muted'}`}>
        {fault ?? 'With 308, to the same place. It takes a certificate for each domain, under Settings, Certificates.'}
      </p>
    </div>
  )
}
