import { Plus, Trash2 } from 'lucide-react'
import { TextField } from '@/components/forms/text-field'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/input'
import type { VolumeDraft } from '@/core/apps/draft'
import type { AppForm } from './app-form'

/** Named volumes that outlive the replicas. */
export const VolumeEditor = ({ form }: { form: AppForm }) => {
  const { volumes } = form.draft
  const put = (key: string, part: Partial<VolumeDraft>) =>
    form.change({ volumes: volumes.map((one) => (one.key === key ? { ...one, ...part } : one)) })
  const add = () =>
    form.change({
      volumes: [...volumes, { key: `volume-${Date.now()}`, name: '', mountPath: '', shared: false }],
    })
  return (
    <fieldset>
      <legend className="mb-2 font-semibold">Volumes</legend>
      {volumes.map((volume, index) => (
        <div key={volume.key} className="grid items-start gap-x-4 sm:grid-cols-[1fr_1fr_auto_auto]">
          <TextField
            id={`${volume.key}-name`}
            label="Name"
            value={volume.name}
            error={form.error(`volumes.${index}.name`)}
            onChange={(name) => put(volume.key, { name })}
          />
          <TextField
            id={`${volume.key}-path`}
            label="Mounted at"
            placeholder="/data"
            isMono
            value={volume.mountPath}
            error={form.error(`volumes.${index}.mountPath`)}
            onChange={(mountPath) => put(volume.key, { mountPath })}
          />
          <div className="sm:pt-6">
            <Checkbox
              label="Several may write at once"
              checked={volume.shared}
              onChange={(event) => put(volume.key, { shared: event.target.checked })}
            />
            <p aria-live="polite" className="max-w-56 text-sm text-warn">
              {form.error(`volumes.${index}.shared`)}
            </p>
          </div>
          <div className="sm:pt-6">
            <Button
              look="quiet"
              aria-label={`Remove volume ${volume.name}`}
              onClick={() => form.change({ volumes: volumes.filter((one) => one.key !== volume.key) })}
            >
              <Trash2 size={14} aria-hidden />
            </Button>
          </div>
        </div>
      ))}
      <Button onClick={add}>
        <Plus size={14} aria-hidden /> Add a volume
      </Button>
    </fieldset>
  )
}
