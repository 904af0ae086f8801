import { HeadSkeleton, Loading, RowsSkeleton, Skeleton } from '@/components/ui/skeleton'

const PageLoading = () => (
  <Loading>
    <HeadSkeleton above />
    <div className="grid gap-x-10 gap-y-8 lg:grid-cols-[280px_1fr]">
      <div>
        <RowsSkeleton />
      </div>
      <div>
        <Skeleton className="mb-6 h-16 w-full" />
        <Skeleton className="h-28 w-full" />
      </div>
    </div>
    <Skeleton className="mt-10 h-40 w-full" />
  </Loading>
)

export default PageLoading
