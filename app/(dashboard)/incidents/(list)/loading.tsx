import { HeadSkeleton, Loading, RowsSkeleton, Skeleton } from '@/components/ui/skeleton'

const PageLoading = () => (
  <Loading>
    <HeadSkeleton />
    <Skeleton className="mb-2 h-8 w-96 max-w-full max-md:h-11" />
    <RowsSkeleton rows={8} />
  </Loading>
)

export default PageLoading
