import { HeadSkeleton, Loading, Skeleton } from '@/components/ui/skeleton'

const PageLoading = () => (
  <Loading>
    <HeadSkeleton above />
    <Skeleton className="mb-5 h-10 w-full max-w-2xl" />
    <Skeleton className="h-40 w-full max-w-2xl" />
  </Loading>
)

export default PageLoading
