import { HeadSkeleton, Loading, RowsSkeleton } from '@/components/ui/skeleton'

const MonitorsLoading = () => (
  <Loading>
    <HeadSkeleton />
    <RowsSkeleton rows={8} />
  </Loading>
)

export default MonitorsLoading
