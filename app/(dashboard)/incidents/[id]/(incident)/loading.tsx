import { HeadSkeleton, Loading, Skeleton } from '@/components/ui/skeleton'

const PageLoading = () => (
  <Loading>
    <HeadSkeleton above />
    <Skeleton className="mt-4 h-8 w-72 max-w-full" />
    <div className="mt-10 mb-3 h-10 border-b" />
    <Skeleton className="mb-3 h-5 w-96 max-w-full" />
    <Skeleton className="mb-3 h-5 w-80 max-w-full" />
    <Skeleton className="h-5 w-88 max-w-full" />
  </Loading>
)

export default PageLoading
