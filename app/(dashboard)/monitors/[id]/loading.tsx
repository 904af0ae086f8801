import { HeadSkeleton, Loading, RowsSkeleton, Skeleton } from '@/components/ui/skeleton'

const MonitorLoading = () => (
  <Loading>
    <HeadSkeleton above />
    <Skeleton className="mb-10 h-8 w-2/3" />
    <Skeleton className="mb-10 h-28 w-full" />
    <Skeleton className="mb-10 h-64 w-full" />
    <RowsSkeleton rows={6} />
  </Loading>
)

export default MonitorLoading
