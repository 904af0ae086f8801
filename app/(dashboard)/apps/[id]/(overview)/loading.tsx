import { Loading, RowsSkeleton, Skeleton } from '@/components/ui/skeleton'

/** The sentence, the charts, the replicas: as high as they are going to be. */
const OverviewLoading = () => (
  <Loading>
    <Skeleton className="h-8 w-md max-w-full max-md:h-16" />
    <div className="mt-8 mb-3 h-10 border-b" />
    <Skeleton className="mt-10 h-44 w-full" />
    <div className="mt-11 grid gap-x-8 gap-y-13 md:grid-cols-3">
      <Skeleton className="mt-8 h-24" />
      <Skeleton className="mt-8 h-24" />
      <Skeleton className="mt-8 h-24" />
    </div>
    <div className="mt-24">
      <RowsSkeleton rows={2} />
    </div>
  </Loading>
)

export default OverviewLoading
