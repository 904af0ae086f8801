import { Loading, RowsSkeleton } from '@/components/ui/skeleton'

const MonitoringLoading = () => (
  <Loading>
    <RowsSkeleton rows={4} />
  </Loading>
)

export default MonitoringLoading
